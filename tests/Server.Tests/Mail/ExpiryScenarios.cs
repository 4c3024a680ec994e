using CgLicense.Server.Licenses;
using CgLicense.Server.Tests.Purchases;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CgLicense.Server.Tests.Mail;

/// <summary>What time alone does to licenses, and who hears of it.</summary>
public abstract class ExpiryScenarios(EngineFixture engine) : MailScenario(engine)
{
    /// <summary>The watch's own clock: weeks pass for it, and not for every other job of the server.</summary>
    private readonly FakeTimeProvider later = new(engine.Clock.GetUtcNow());

    [Fact]
    public async Task An_end_is_told_two_weeks_and_three_days_before_and_when_it_has_come()
    {
        var (customer, product) = (NewCustomer(), await NewWatchedProduct());
        await Sell(new { email = customer, expiresAt = Clock.GetUtcNow().AddDays(40) }, product);
        await PassAndWatch(TimeSpan.FromDays(25));
        Assert.Empty(await MailFor(customer));
        await PassAndWatch(TimeSpan.FromDays(1));
        Assert.Equal(["expiringSoon"], await MailFor(customer));
        await PassAndWatch(TimeSpan.FromDays(11));
        Assert.Equal(["expiringSoon", "expiringSoon"], await MailFor(customer));
        await PassAndWatch(TimeSpan.FromDays(4));
        Assert.Equal(["expiringSoon", "expiringSoon"], await MailFor(customer));
        Assert.Equal(["license.created", "license.expiring", "license.expiring", "license.expired"], await EventsOf(product));
    }

    [Fact]
    public async Task Servers_that_watch_at_the_same_time_tell_each_end_once()
    {
        await using var other = await Engine.StartAnother();
        var product = await NewWatchedProduct();
        for (var i = 0; i < 10; i++)
            await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(30) }, product);
        later.Advance(TimeSpan.FromDays(20));
        var nodes = new[] { Server, other };
        await Crowd.AtOnce(6, async i =>
        {
            await Watch(nodes[i % 2]);
            return i;
        });
        Assert.Equal(10, (await EventsOf(product)).Count(happened => happened == "license.expiring"));
    }

    [Fact]
    public async Task After_a_long_sleep_the_nearest_is_told_and_old_news_is_not()
    {
        var (slept, old) = (await NewWatchedProduct(), await NewWatchedProduct());
        await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(60) }, slept);
        await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(50) }, old);
        await PassAndWatch(TimeSpan.FromDays(58));
        Assert.Equal(["license.created", "license.expiring"], await EventsOf(slept));
        Assert.Equal(["license.created"], await EventsOf(old));
    }

    [Fact]
    public async Task A_trial_of_two_weeks_is_not_told_of_its_end_on_its_first_day()
    {
        var product = await NewWatchedProduct();
        await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(14) }, product);
        await PassAndWatch(TimeSpan.FromDays(10));
        Assert.Equal(["license.created"], await EventsOf(product));
        await PassAndWatch(TimeSpan.FromDays(1));
        Assert.Equal(["license.created", "license.expiring"], await EventsOf(product));
    }

    [Fact]
    public async Task A_license_that_was_renewed_is_told_of_its_new_end()
    {
        var product = await NewWatchedProduct();
        var license = await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(40) }, product);
        await PassAndWatch(TimeSpan.FromDays(30));
        (await license.Update($"\"expiresAt\":\"{later.GetUtcNow().AddDays(40):O}\"")).Ok();
        await PassAndWatch(TimeSpan.FromDays(20));
        await PassAndWatch(TimeSpan.FromDays(10));
        Assert.Equal(2, (await EventsOf(product)).Count(happened => happened == "license.expiring"));
    }

    [Fact]
    public async Task Nobody_who_pays_by_the_period_is_warned_of_an_end_that_the_next_payment_moves()
    {
        var product = await NewWatchedProduct();
        var (shop, account) = (new Shop(Server, Clock), new StripeAccount(product));
        (await Server.Admin("/createPrice", new { priceId = account.PriceId, productId = product })).Ok();
        var began = Clock.GetUtcNow();
        await Tell(account.Session(began, "subscription", product));
        await Tell(account.InvoicePaid(began, 0, began.AddDays(30)));
        await PassAndWatch(TimeSpan.FromDays(28));
        Assert.Contains("license.created", await EventsOf(product));
        Assert.DoesNotContain("license.expiring", await EventsOf(product));
        await Tell(account.Updated(later.GetUtcNow(), cancelling: true));
        await PassAndWatch(TimeSpan.FromHours(1));
        Assert.Contains("license.expiring", await EventsOf(product));

        async Task Tell((string Id, string Type, DateTimeOffset At, System.Text.Json.Nodes.JsonObject About) sent) =>
            (await shop.Stripe(sent.Id, sent.Type, sent.At, sent.About)).Ok();
    }

    [Fact]
    public async Task A_license_that_time_suspends_is_told_once()
    {
        var product = await NewWatchedProduct();
        var license = await Sell(product: product);
        (await license.Update($"\"status\":\"degraded\",\"suspendAt\":\"{Clock.GetUtcNow().AddDays(2):O}\"")).Ok();
        await PassAndWatch(TimeSpan.FromDays(2));
        await PassAndWatch(TimeSpan.FromHours(1));
        Assert.Equal(["license.created", "license.degraded", "license.suspended"], await EventsOf(product));
    }

    private Task PassAndWatch(TimeSpan time)
    {
        later.Advance(time);
        return Watch(Server);
    }

    private async Task Watch(RunningServer server)
    {
        using var watch = new ExpiryWatch(server.Database, later, NullLogger<ExpiryWatch>.Instance);
        await watch.Look();
    }

    /// <summary>What waits to be written to a customer, by kind.</summary>
    private async Task<List<string?>> MailFor(string customer) =>
        [.. (await Server.Admin("/listMail", new { email = customer })).Ok()["mail"].EnumerateArray().Select(mail => mail.GetProperty("kind").GetString())];

    /// <summary>A product of a creator who hears of everything.</summary>
    private async Task<string> NewWatchedProduct()
    {
        var creator = "watched-" + Guid.NewGuid();
        (await Server.Admin("/createWebhookEndpoint", new { creatorId = creator, url = "https://hooks.studio.example/cglicense" })).Ok();
        return await NewProduct(creator);
    }

    /// <summary>What a product's creator has heard, oldest first.</summary>
    private async Task<List<string?>> EventsOf(string product) =>
    [
        .. (await Server.Admin("/listWebhookDeliveries", new { creatorId = await CreatorOf(product) })).Ok()["deliveries"].EnumerateArray()
            .Select(delivery => delivery.GetProperty("type").GetString()).Reverse(),
    ];

    private Task<string?> CreatorOf(string product) => Server.Database.Read(session => session.One(
        "SELECT creator_id FROM product WHERE slug = @product", row => row.GetString(0), ("product", product)));
}

public sealed class ExpiryOnSqlite(SqliteEngine engine) : ExpiryScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ExpiryOnPostgres(PostgresEngine engine) : ExpiryScenarios(engine), IClassFixture<PostgresEngine>;
