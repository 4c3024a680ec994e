using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace CgLicense.Server.Tests.Purchases;

public abstract class StripeScenarios(EngineFixture engine) : Scenario(engine)
{
    private static int accounts;

    private readonly StripeAccount account = new($"x{Interlocked.Increment(ref accounts)}");

    private Shop Shop => new(Server, Clock);

    [Fact]
    public async Task A_subscription_lives_from_its_session_to_its_end()
    {
        var product = await NewProduct();
        await Price(product);
        var began = Clock.GetUtcNow();
        await Send(account.Session(began, "subscription"));
        Assert.Empty(await Shop.Licenses(product));
        await Send(account.InvoicePaid(began, 0, began.AddDays(30)));
        var license = await Only(product);
        await Shows(license, "active", began.AddDays(33));
        Assert.Equal(account.Subscription, (await license.Record()).GetProperty("purchaseId").GetString());

        await Pass(TimeSpan.FromDays(30));
        await Send(account.PaymentFailed(Clock.GetUtcNow()));
        await Shows(license, "degraded", Clock.GetUtcNow().AddDays(28));
        await Pass(TimeSpan.FromDays(2));
        await Send(account.InvoicePaid(Clock.GetUtcNow(), 1, began.AddDays(60)));
        await Shows(license, "active", began.AddDays(63));
        await Send(account.Updated(Clock.GetUtcNow(), cancelling: true));
        await Shows(license, "active", began.AddDays(60));
        await Send(account.Updated(Clock.GetUtcNow().AddSeconds(-1), cancelling: false));
        await Shows(license, "active", began.AddDays(60));
        await Pass(TimeSpan.FromDays(28));
        await Send(account.Deleted(Clock.GetUtcNow()));
        await Shows(license, "expired", began.AddDays(60));
    }

    [Fact]
    public async Task What_was_paid_before_its_price_was_known_is_licensed_when_it_is()
    {
        var product = await NewProduct();
        await Send(account.Session(Clock.GetUtcNow(), "payment", line: true));
        Assert.Equal(1, (await Server.Admin("/listPurchaseEvents", new { waiting = true, purchaseId = account.SessionId })).Ok().Number("count"));
        Assert.Equal(1, (await Price(product, days: 365)).Number("settledCount"));
        await Shows(await Only(product), "active", Clock.GetUtcNow().AddDays(365));
        (await Server.Admin("/deletePrice", new { priceId = account.PriceId })).Ok();
        await Send(account.Refunded(Clock.GetUtcNow()));
        await Shows(await Only(product), "revoked", Clock.GetUtcNow().AddDays(365));
    }

    [Fact]
    public async Task A_session_that_is_not_paid_yet_waits_for_the_money()
    {
        var product = await NewProduct();
        await Send(account.Session(Clock.GetUtcNow(), "payment", product, status: "unpaid"));
        Assert.Empty(await Shop.Licenses(product));
        await Send(account.Session(Clock.GetUtcNow(), "payment", product, type: "checkout.session.async_payment_succeeded"));
        await Shows(await Only(product), "active", null);
    }

    [Fact]
    public async Task A_dispute_nags_an_inquiry_does_not_and_a_lost_one_revokes()
    {
        var product = await NewProduct();
        await Send(account.Session(Clock.GetUtcNow(), "payment", product));
        var license = await Only(product);
        await Send(account.Dispute(Clock.GetUtcNow(), "created", "warning_needs_response"));
        await Shows(license, "active", null);
        await Send(account.Dispute(Clock.GetUtcNow(), "created", "needs_response"));
        await Shows(license, "degraded", null);
        await Send(account.Dispute(Clock.GetUtcNow(), "closed", "lost"));
        Assert.Equal(4, (await license.Record()).GetProperty("threatLevel").GetInt64());
        await Shows(license, "revoked", null);
    }

    [Fact]
    public async Task A_partial_refund_keeps_the_license()
    {
        var product = await NewProduct();
        await Send(account.Session(Clock.GetUtcNow(), "payment", product));
        await Send(account.Refunded(Clock.GetUtcNow(), all: false));
        await Shows(await Only(product), "active", null);
    }

    [Fact]
    public async Task Only_what_Stripe_signed_just_now_is_taken_in()
    {
        var wrong = new Refusal(
            401, "unauthorized", "The header Stripe-Signature does not fit the body, or its time is more than 5 minutes off. Check --stripe-secret and the server's clock.");
        var (id, type, at, about) = account.Session(Clock.GetUtcNow(), "payment", await NewProduct());
        await Refused(wrong, () => Shop.Stripe(id, type, at, about, secret: "whsec_another-secret"));
        await Refused(wrong, () => Shop.Stripe(id, type, at, about, age: TimeSpan.FromSeconds(301)));
        await Refused(wrong, () => Shop.Stripe(id, type, at, about, age: TimeSpan.FromSeconds(-301)));
        await Refused(wrong, () => Shop.StripeText("{}", ""));
        await Refused(wrong, () => Shop.StripeText("{ }", Shop.Signature("{}")));
        await Refused(wrong, () => Shop.StripeText("{}", Shop.Signature("{}").Replace("v1=", "v0=", StringComparison.Ordinal)));
        (await Shop.Stripe(id, type, at, about, secret: "whsec_an-older-stripe-secret", age: TimeSpan.FromSeconds(299))).Ok();
    }

    /// <summary>Real lives, shuffled, repeated and delivered by several callers at once, end as they do in order.</summary>
    [Fact]
    public async Task However_events_come_they_lead_to_the_same_license()
    {
        await Gen.Select(Gen.Int[0, 5], Gen.Bool.Array[16], Gen.Int.Array[32]).SampleAsync(
            async (life, repeated, order) =>
            {
                var (orderly, disorderly) = (new StripeAccount($"o{Interlocked.Increment(ref accounts)}"), new StripeAccount($"d{Interlocked.Increment(ref accounts)}"));
                var (one, other) = (await NewProduct(), await NewProduct());
                await Price(one, account: orderly);
                await Price(other, account: disorderly);
                var began = Clock.GetUtcNow().AddDays(-100);
                foreach (var sent in orderly.Life(life, began))
                    await Send(sent);
                var events = disorderly.Life(life, began).ToList();
                var shuffled = events.Concat(events.Where((_, i) => repeated[i])).Select((each, i) => (each, Place: order[i])).OrderBy(pair => pair.Place).Select(pair => pair.each).ToList();
                await Crowd.AtOnce(shuffled.Count, async i =>
                {
                    await Send(shuffled[i]);
                    return 0;
                });
                Assert.Equal(await Facts(one), await Facts(other));
                Assert.Equal(disorderly.Subscription, Assert.Single(await Shop.Licenses(other)).GetProperty("purchaseId").GetString());
            },
            iter: 40, threads: 1);
    }

    private async Task<Answer> Price(string product, long? days = null, StripeAccount? account = null) => (await Server.Admin(
        "/createPrice", new { priceId = (account ?? this.account).PriceId, productId = product, durationDays = days })).Ok();

    private async Task Send((string Id, string Type, DateTimeOffset At, JsonObject About) sent) =>
        (await Shop.Stripe(sent.Id, sent.Type, sent.At, sent.About)).Ok();

    private async Task<SoldLicense> Only(string product) =>
        new(Server, product, Assert.Single(await Shop.Licenses(product)).GetProperty("key").GetString()!);

    /// <summary>All that a license is, except what names it.</summary>
    private async Task<string> Facts(string product) => string.Join('\n', (await Shop.Licenses(product)).Select(license => string.Join(
        ' ', new[] { "status", "expiresAt", "suspendAt", "message", "revokeReason", "threatLevel", "email", "variant", "disputedAt" }.Select(name => license.GetProperty(name).ToString()))));

    private static async Task Shows(SoldLicense license, string status, DateTimeOffset? ends)
    {
        var record = await license.Record();
        Assert.Equal(
            (status, Seconds(ends)),
            (record.GetProperty("status").GetString(), Seconds(record.GetProperty("expiresAt") is { ValueKind: JsonValueKind.String } end ? end.GetDateTimeOffset() : null)));
    }

    private static long? Seconds(DateTimeOffset? time) => time?.ToUnixTimeSeconds();
}

public sealed class StripeOnSqlite(SqliteEngine engine) : StripeScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class StripeOnPostgres(PostgresEngine engine) : StripeScenarios(engine), IClassFixture<PostgresEngine>;
