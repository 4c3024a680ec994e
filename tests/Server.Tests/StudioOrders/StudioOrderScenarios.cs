using System.Text.Json;

namespace CgLicense.Server.Tests.StudioOrders;

public abstract class StudioOrderScenarios(EngineFixture engine) : Scenario(engine)
{
    private static readonly Refusal Taken = Refusal.Conflict("This seat code has been redeemed with another e-mail address.");

    [Fact]
    public async Task A_studio_buys_seats_and_its_artists_redeem_them()
    {
        var product = await NewProduct();
        await NewVariant(product, "studio", new { maxMachines = 5 });
        var (order, codes) = await Buy(product, new { seats = 3, variant = product + "-studio", purchaseId = "PO-1", durationDays = 365 });
        Assert.Equal(3, codes.Distinct().Count());
        await Pass(TimeSpan.FromDays(10));
        var key = (await Redeem(codes[1], "anna@studio.example")).Ok().String("licenseKey")!;
        var record = await new SoldLicense(Server, product, key).Record();
        Assert.Equal(
            ("studio", 5L, "PO-1", "anna@studio.example", Clock.GetUtcNow().AddDays(365)),
            (record.GetProperty("variant").GetString(), record.GetProperty("maxMachines").GetInt64(), record.GetProperty("purchaseId").GetString(),
                record.GetProperty("email").GetString(), record.GetProperty("expiresAt").GetDateTimeOffset()));
        var shown = (await Server.Admin("/getStudioOrder", new { orderId = order })).Ok();
        Assert.Equal((3L, 1L), (shown["order"].GetProperty("seats").GetInt64(), shown["order"].GetProperty("redeemedCount").GetInt64()));
        Assert.Equal(codes, shown["seatCodes"].EnumerateArray().Select(row => row.GetProperty("seatCode").GetString()));
        Assert.Equal([null, "anna@studio.example", null], shown["seatCodes"].EnumerateArray().Select(row => row.GetProperty("redeemedBy").GetString()));
    }

    [Fact]
    public async Task A_code_is_found_however_it_is_typed()
    {
        var (_, codes) = await Buy(await NewProduct(), new { seats = 1 });
        var typed = codes[0].ToLowerInvariant().Replace('-', ' ').Replace('0', 'o').Replace('1', 'l');
        Assert.True((await Server.Admin("/validateSeatCode", new { seatCode = typed })).Ok().Flag("valid"));
        (await Redeem(typed, "a@studio.example")).Ok();
        var after = (await Server.Admin("/validateSeatCode", new { seatCode = codes[0] })).Ok();
        Assert.Equal((false, true), (after.Flag("valid"), after.Flag("redeemed")));
    }

    [Fact]
    public async Task Looking_at_a_code_changes_nothing()
    {
        var (_, codes) = await Buy(await NewProduct(), new { seats = 1 });
        var before = await TableDump.Of(Server.Database);
        (await Server.Admin("/validateSeatCode", new { seatCode = codes[0] })).Ok();
        Assert.Equal(before, await TableDump.Of(Server.Database));
    }

    [Fact]
    public async Task A_code_is_one_artists_and_theirs_again_after_the_seller_corrected_the_address()
    {
        var product = await NewProduct();
        var (_, codes) = await Buy(product, new { seats = 1 });
        var key = (await Redeem(codes[0], "ana@studio.example")).Ok().String("licenseKey")!;
        await Refused(Taken, () => Redeem(codes[0], "anna@studio.example"));
        (await new SoldLicense(Server, product, key).Update("\"email\":\"anna@studio.example\"")).Ok();
        Assert.Equal(key, (await Redeem(codes[0], "ANNA@studio.example")).Ok().String("licenseKey"));
        await Refused(Taken, () => Redeem(codes[0], "ana@studio.example"));
    }

    [Fact]
    public async Task One_purchase_is_one_order_of_a_product()
    {
        var (product, other) = (await NewProduct(), await NewProduct());
        var purchase = "PO-" + Guid.NewGuid();
        var first = await Buy(product, new { seats = 2, purchaseId = purchase });
        var again = await Buy(product, new { seats = 2, purchaseId = purchase, email = "Another.Clerk@studio.example" });
        Assert.Equal((first.Order, first.Codes[0]), (again.Order, again.Codes[0]));
        Assert.NotEqual(first.Order, (await Buy(other, new { seats = 2, purchaseId = purchase })).Order);
        await Refused(
            Refusal.Conflict("This purchase has an order of 2 seats of 'indie' already. Send another purchaseId."),
            () => Server.Admin("/createStudioOrder", new { email = "b@studio.example", productId = product, seats = 3, purchaseId = purchase }));
        Assert.NotEqual((await Buy(product, new { seats = 1 })).Order, (await Buy(product, new { seats = 1 })).Order);
    }

    [Fact]
    public async Task What_was_paid_for_is_redeemed_after_the_product_was_archived_and_the_variant_closed()
    {
        var product = await NewProduct();
        await NewVariant(product, "studio", new { maxMachines = 4 });
        var (_, codes) = await Buy(product, new { seats = 1, variant = "studio" });
        (await Server.Admin("/updateVariant", new { productId = product, name = "studio", active = false })).Ok();
        (await Server.Admin("/createStudioOrder", new { email = "b@studio.example", productId = product, seats = 1, variant = "studio" }))
            .Is(Refusal.InvalidRequest("The variant 'studio' is not active; it takes no new licenses."));
        (await Server.Admin("/updateProduct", new { productId = product, status = "archived" })).Ok();
        var key = (await Redeem(codes[0], "a@studio.example")).Ok().String("licenseKey")!;
        Assert.Equal(4, (await new SoldLicense(Server, product, key).Record()).GetProperty("maxMachines").GetInt64());
    }

    [Fact]
    public async Task A_cancelled_order_leaves_licenses_and_voids_the_rest()
    {
        var product = await NewProduct();
        var (order, codes) = await Buy(product, new { seats = 3 });
        var key = (await Redeem(codes[0], "a@studio.example")).Ok().String("licenseKey")!;
        Assert.Equal(2, (await Server.Admin("/cancelStudioOrder", new { orderId = order })).Ok().Number("voidCodes"));
        await Pass(TimeSpan.FromDays(1));
        Assert.Equal(2, (await Server.Admin("/cancelStudioOrder", new { orderId = order })).Ok().Number("voidCodes"));
        await Refused(Refusal.Conflict("The order that this seat code belongs to was cancelled."), () => Redeem(codes[1], "b@studio.example"));
        Assert.False((await Server.Admin("/validateSeatCode", new { seatCode = codes[1] })).Ok().Flag("valid"));
        Assert.Equal(key, (await Redeem(codes[0], "a@studio.example")).Ok().String("licenseKey"));
        (await new SoldLicense(Server, product, key).Machine("m").Activate()).Ok();
        var shown = (await Server.Admin("/getStudioOrder", new { orderId = order })).Ok();
        Assert.Equal(Clock.GetUtcNow().AddDays(-1), shown["order"].GetProperty("cancelledAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task An_api_key_sees_its_own_orders()
    {
        var (mine, theirs) = (await NewProduct("orders-mine"), await NewProduct("orders-theirs"));
        var (order, _) = await Buy(mine, new { seats = 1 });
        var (other, _) = await Buy(theirs, new { seats = 1 });
        var key = await NewApiKey("orders-mine");
        var rows = (await Server.Post("/listStudioOrders", new { }, key)).Ok()["orders"].EnumerateArray().ToList();
        Assert.Equal(order, rows.Single().GetProperty("orderId").GetString());
        (await Server.Get("/getStudioOrder?orderId=" + order, key)).Ok();
        await Refused(new Refusal(404, "not_found", "Studio order not found"), () => Server.Get("/getStudioOrder?orderId=" + other, key));
        Assert.Equal(0, (await Server.Post("/listStudioOrders", new { creatorId = "orders-theirs" }, key)).Ok().Number("count"));
    }

    [Fact]
    public async Task Orders_are_found_by_buyer_purchase_product_and_page()
    {
        var product = await NewProduct();
        var first = (await Buy(product, new { seats = 1, purchaseId = "A", email = "Clerk@studio.example" })).Order;
        var second = (await Buy(product, new { seats = 1, purchaseId = "B" })).Order;
        Assert.Equal([second, first], await Find(new { productId = product }));
        Assert.Equal([first], await Find(new { productId = product, email = "clerk@STUDIO.example" }));
        Assert.Equal([second], await Find(new { productId = product, purchaseId = "B" }));
        var page = (await Server.Admin("/listStudioOrders", new { productId = product, limit = 1 })).Ok();
        Assert.Equal([first], await Find(new { productId = product, limit = 1, cursor = page.String("nextCursor") }));
    }

    private async Task<List<string>> Find(object filter) => [.. (await Server.Admin("/listStudioOrders", filter)).Ok()["orders"]
        .EnumerateArray().Select(row => row.GetProperty("orderId").GetString()!)];

    private Task<Answer> Redeem(string seatCode, string email) =>
        Server.Post("/redeemSeatCode", new { seatCode, email }, EngineFixture.WebhookSecret);

    private async Task<(string Order, List<string> Codes)> Buy(string product, object fields)
    {
        var body = JsonSerializer.SerializeToNode(fields)!.AsObject();
        body["productId"] = product;
        body["email"] ??= "buyer@studio.example";
        var answer = (await Server.Post("/createStudioOrder", body, EngineFixture.WebhookSecret)).Ok();
        return (answer.String("orderId")!, [.. answer["seatCodes"].EnumerateArray().Select(code => code.GetString()!)]);
    }
}

public sealed class StudioOrdersOnSqlite(SqliteEngine engine) : StudioOrderScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class StudioOrdersOnPostgres(PostgresEngine engine) : StudioOrderScenarios(engine), IClassFixture<PostgresEngine>;
