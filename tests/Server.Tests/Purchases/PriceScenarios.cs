using System.Text.Json;

namespace CgLicense.Server.Tests.Purchases;

public abstract class PriceScenarios(EngineFixture engine) : Scenario(engine)
{
    private static int accounts;

    private readonly StripeAccount account = new($"p{Interlocked.Increment(ref accounts)}");

    [Fact]
    public async Task A_creator_sees_their_own_prices_and_reports_and_nobody_elses()
    {
        var (ours, theirs) = (await NewProduct("price-ours"), await NewProduct("price-theirs"));
        (await Server.Admin("/createPrice", new { priceId = account.PriceId, productId = ours })).Ok();
        await Report(account.Session(Clock.GetUtcNow(), "payment", ours));
        await Report(account.Refunded(Clock.GetUtcNow()));
        var (own, other) = (await NewApiKey("price-ours"), await NewApiKey("price-theirs"));
        Assert.Equal((1, 0), (await Count("/listPrices", own), await Count("/listPrices", other)));
        Assert.Equal((2, 0), (await Count("/listPurchaseEvents", own), await Count("/listPurchaseEvents", other)));
        Assert.Equal(0, (await Server.Post("/listPurchaseEvents", new { productId = ours }, other)).Ok().Number("count"));
        Assert.NotEqual(ours, theirs);
    }

    [Fact]
    public async Task What_nobody_knows_the_product_of_is_the_operators_to_see()
    {
        await Report(account.Session(Clock.GetUtcNow(), "payment", line: true));
        Assert.Equal(0, await Count("/listPurchaseEvents", await NewApiKey("price-nobody")));
        var seen = (await Server.Admin("/listPurchaseEvents", new { waiting = true, purchaseId = account.SessionId })).Ok()["events"];
        Assert.Equal(account.PriceId, Assert.Single(seen.EnumerateArray()).GetProperty("priceId").GetString());
    }

    [Fact]
    public async Task A_price_that_changes_its_product_changes_nothing_that_was_sold()
    {
        var (before, after) = (await NewProduct(), await NewProduct());
        (await Server.Admin("/createPrice", new { priceId = account.PriceId, productId = before })).Ok();
        await Report(account.Session(Clock.GetUtcNow(), "payment", line: true));
        (await Server.Admin("/deletePrice", new { priceId = account.PriceId })).Ok();
        Assert.Equal(0, (await Server.Admin("/createPrice", new { priceId = account.PriceId, productId = after })).Ok().Number("settledCount"));
        await Report(account.Refunded(Clock.GetUtcNow()));
        var shop = new Shop(Server, Clock);
        Assert.Equal("revoked", Assert.Single(await shop.Licenses(before)).GetProperty("status").GetString());
        Assert.Empty(await shop.Licenses(after));
    }

    [Fact]
    public async Task A_product_whose_price_sold_nothing_is_deleted_with_it()
    {
        var product = await NewProduct();
        (await Server.Admin("/createPrice", new { priceId = account.PriceId, productId = product })).Ok();
        (await Server.Admin("/deleteProduct", new { productId = product })).Ok();
        (await Server.Admin("/deletePrice", new { priceId = account.PriceId })).Is(new Refusal(404, "not_found", "Price not found"));
    }

    [Fact]
    public async Task A_refund_of_a_studio_order_voids_the_codes_and_revokes_what_was_redeemed()
    {
        var product = await NewProduct();
        var purchase = "PO-" + account.PriceId;
        var order = (await Server.Admin("/createStudioOrder", new { email = "td@studio.example", productId = product, seats = 2, purchaseId = purchase })).Ok();
        var codes = order["seatCodes"].EnumerateArray().Select(code => code.GetString()).ToList();
        (await Server.Admin("/redeemSeatCode", new { seatCode = codes[0], email = "a@studio.example" })).Ok();
        var shop = new Shop(Server, Clock);
        (await shop.Report(new { type = "purchase.refunded", purchaseId = purchase })).Ok();
        Assert.Equal("revoked", Assert.Single(await shop.Licenses(product)).GetProperty("status").GetString());
        (await Server.Admin("/redeemSeatCode", new { seatCode = codes[1], email = "b@studio.example" }))
            .Is(Refusal.Conflict("The order that this seat code belongs to was cancelled."));
    }

    private async Task Report((string Id, string Type, DateTimeOffset At, System.Text.Json.Nodes.JsonObject About) sent) =>
        (await new Shop(Server, Clock).Stripe(sent.Id, sent.Type, sent.At, sent.About)).Ok();

    private async Task<long> Count(string path, string apiKey) => (await Server.Post(path, new { }, apiKey)).Ok().Number("count");
}

public sealed class PricesOnSqlite(SqliteEngine engine) : PriceScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class PricesOnPostgres(PostgresEngine engine) : PriceScenarios(engine), IClassFixture<PostgresEngine>;
