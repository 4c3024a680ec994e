using System.Globalization;
using CgLicense.Server.Tests.Purchases;

namespace CgLicense.Server.Tests.Mail;

/// <summary>What time alone does to licenses, and who hears of it.</summary>
public abstract class ExpiryScenarios(EngineFixture engine) : MailScenario(engine)
{
    [Fact]
    public async Task An_end_is_told_two_weeks_and_three_days_before_and_when_it_has_come()
    {
        var (customer, product) = (NewCustomer(), await NewProduct());
        await Sell(new { email = customer, expiresAt = Clock.GetUtcNow().AddDays(40) }, product);
        await PassAndWatch(TimeSpan.FromDays(25));
        Assert.Empty(await MailTo(customer));
        await PassAndWatch(TimeSpan.FromDays(1));
        var mail = await OneMailTo(customer);
        Assert.Equal("Your license for A tool ends on " + Clock.GetUtcNow().AddDays(14).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), mail.Subject);
        await PassAndWatch(TimeSpan.FromDays(11));
        Assert.Equal(2, (await MailTo(customer)).Count);
        await PassAndWatch(TimeSpan.FromDays(4));
        Assert.Equal(2, (await MailTo(customer)).Count);
        Assert.Equal(["license.created", "license.expiring", "license.expiring", "license.expired"], await EventsOf(product));
    }

    [Fact]
    public async Task Servers_that_watch_at_the_same_time_tell_each_end_once()
    {
        await using var other = await Engine.StartAnother();
        var product = await NewProduct();
        for (var i = 0; i < 10; i++)
            await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(30) }, product);
        Clock.Advance(TimeSpan.FromDays(20));
        var nodes = new[] { Server, other };
        await Crowd.AtOnce(6, async i =>
        {
            await nodes[i % 2].WatchExpiry();
            return i;
        });
        Assert.Equal(10, (await EventsOf(product)).Count(happened => happened == "license.expiring"));
    }

    [Fact]
    public async Task After_a_long_sleep_the_nearest_is_told_and_old_news_is_not()
    {
        var (slept, old) = (await NewProduct(), await NewProduct());
        await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(60) }, slept);
        await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(50) }, old);
        await PassAndWatch(TimeSpan.FromDays(58));
        Assert.Equal(["license.created", "license.expiring"], await EventsOf(slept));
        Assert.Equal(["license.created"], await EventsOf(old));
    }

    [Fact]
    public async Task A_trial_of_two_weeks_is_not_told_of_its_end_on_its_first_day()
    {
        var product = await NewProduct();
        await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(14) }, product);
        await PassAndWatch(TimeSpan.FromDays(10));
        Assert.Equal(["license.created"], await EventsOf(product));
        await PassAndWatch(TimeSpan.FromDays(1));
        Assert.Equal(["license.created", "license.expiring"], await EventsOf(product));
    }

    [Fact]
    public async Task A_license_that_was_renewed_is_told_of_its_new_end()
    {
        var product = await NewProduct();
        var license = await Sell(new { expiresAt = Clock.GetUtcNow().AddDays(40) }, product);
        await PassAndWatch(TimeSpan.FromDays(30));
        (await license.Update($"\"expiresAt\":\"{Clock.GetUtcNow().AddDays(40):O}\"")).Ok();
        await PassAndWatch(TimeSpan.FromDays(20));
        await PassAndWatch(TimeSpan.FromDays(10));
        Assert.Equal(2, (await EventsOf(product)).Count(happened => happened == "license.expiring"));
    }

    [Fact]
    public async Task Nobody_who_pays_by_the_period_is_warned_of_an_end_that_the_next_payment_moves()
    {
        var product = await NewProduct();
        (await Server.Admin("/createPrice", new { priceId = "price_" + product, productId = product })).Ok();
        var account = new StripeAccount(new Shop(Server, Clock), Clock, "price_" + product);
        await account.Subscribe(Clock.GetUtcNow().AddDays(30));
        await PassAndWatch(TimeSpan.FromDays(25));
        Assert.DoesNotContain("license.expiring", await EventsOf(product));
        await account.Cancel();
        await PassAndWatch(TimeSpan.FromDays(1));
        Assert.Contains("license.expiring", await EventsOf(product));
    }

    [Fact]
    public async Task A_license_that_time_suspends_is_told_once()
    {
        var product = await NewProduct();
        var license = await Sell(product: product);
        (await license.Update($"\"status\":\"degraded\",\"suspendAt\":\"{Clock.GetUtcNow().AddDays(2):O}\"")).Ok();
        await PassAndWatch(TimeSpan.FromDays(2));
        await PassAndWatch(TimeSpan.FromHours(1));
        Assert.Equal(["license.created", "license.degraded", "license.suspended"], await EventsOf(product));
        Assert.Equal("suspended", (await license.Record()).GetProperty("status").GetString());
    }

    private async Task PassAndWatch(TimeSpan time)
    {
        Clock.Advance(time);
        await Server.WatchExpiry();
    }

    /// <summary>What happened to the licenses of a product, oldest first.</summary>
    private Task<List<string>> EventsOf(string product) => Server.Database.Read(session => session.Many(
        """
        SELECT a.event FROM audit a JOIN license l ON l.id = a.license_id JOIN product p ON p.id = l.product_id
        WHERE p.slug = @product AND a.event IS NOT NULL ORDER BY a.id
        """,
        row => row.GetString(0), ("product", product)));
}

public sealed class ExpiryOnSqlite(SqliteEngine engine) : ExpiryScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ExpiryOnPostgres(PostgresEngine engine) : ExpiryScenarios(engine), IClassFixture<PostgresEngine>;
