namespace CgLicense.Server.Tests.StudioOrders;

/// <summary>Many at once, on two nodes of one database: a code that was paid for once becomes one license.</summary>
public abstract class SeatCodeRaces(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task Of_many_artists_with_one_code_one_gets_a_license()
    {
        await using var other = await Engine.StartAnother();
        for (var round = 0; round < 5; round++)
        {
            var product = await NewProduct();
            var code = (await Buy(Server, product, 1))["seatCodes"][0].GetString()!;
            var answers = await Crowd.AtOnce(20, i => Redeem(i % 2 == 0 ? Server : other, code, $"a{i}@studio.example"));
            Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal("conflict", answer.String("code")));
            Assert.Equal(1, await Licenses(product));
        }
    }

    [Fact]
    public async Task One_artist_who_is_impatient_gets_one_license()
    {
        await using var other = await Engine.StartAnother();
        var product = await NewProduct();
        var code = (await Buy(Server, product, 1))["seatCodes"][0].GetString()!;
        var answers = await Crowd.AtOnce(20, i => Redeem(i % 2 == 0 ? Server : other, code, "a@studio.example"));
        Assert.Single(answers.Select(answer => answer.Ok().String("licenseKey")).Distinct());
        Assert.Equal(1, await Licenses(product));
    }

    [Fact]
    public async Task One_purchase_that_is_reported_many_times_is_one_order()
    {
        await using var other = await Engine.StartAnother();
        var product = await NewProduct();
        var answers = await Crowd.AtOnce(16, i => Buy(i % 2 == 0 ? Server : other, product, 3, "PO-" + product));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Equal(1, (await Server.Admin("/listStudioOrders", new { productId = product })).Ok().Number("count"));
    }

    [Fact]
    public async Task After_a_cancellation_is_answered_no_code_is_redeemed()
    {
        var product = await NewProduct();
        var order = await Buy(Server, product, 20);
        var codes = order["seatCodes"].EnumerateArray().Select(code => code.GetString()!).ToList();
        var answers = await Crowd.AtOnce(21, i => i == 10
            ? Server.Admin("/cancelStudioOrder", new { orderId = order.String("orderId") })
            : Redeem(Server, codes[i < 10 ? i : i - 1], $"a{i}@studio.example"));
        var redeemed = answers.Where((answer, i) => i != 10 && answer.Status == 200).Count();
        Assert.Equal(20 - redeemed, answers[10].Ok().Number("voidCodes"));
        Assert.Equal(redeemed, await Licenses(product));
    }

    private async Task<long> Licenses(string product) => (await Server.Admin("/listLicenses", new { productId = product })).Ok().Number("count");

    private static Task<Answer> Redeem(RunningServer node, string seatCode, string email) =>
        node.Post("/redeemSeatCode", new { seatCode, email }, EngineFixture.WebhookSecret);

    private static async Task<Answer> Buy(RunningServer node, string productId, int seats, string? purchaseId = null) => (await node.Post(
        "/createStudioOrder", new { email = "buyer@studio.example", productId, seats, purchaseId }, EngineFixture.WebhookSecret)).Ok();
}

public sealed class SeatCodeRacesOnSqlite(SqliteEngine engine) : SeatCodeRaces(engine), IClassFixture<SqliteEngine>;

public sealed class SeatCodeRacesOnPostgres(PostgresEngine engine) : SeatCodeRaces(engine), IClassFixture<PostgresEngine>;
