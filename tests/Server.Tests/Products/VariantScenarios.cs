namespace CgLicense.Server.Tests.Products;

public abstract class VariantScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_variant_is_listed_with_everything_that_was_set_and_defaults_for_the_rest()
    {
        var product = await NewProduct();
        var created = await Server.Admin(
            "/createVariant",
            new { productId = product, name = product + "-farm", licenseType = "floating", maxConcurrent = 10, features = new[] { "batch" }, tokenDays = 5 });
        Assert.Equal(product + "/farm", created.Ok().String("variantId"));
        var row = (await Server.Get($"/listVariants?productId={product}", EngineFixture.AdminSecret)).Ok()["variants"][0];
        Assert.Equal(("farm", "floating", "machine"), (row.GetProperty("name").GetString(), row.GetProperty("licenseType").GetString(), row.GetProperty("seatScope").GetString()));
        Assert.Equal((10, -1), (row.GetProperty("maxConcurrent").GetInt64(), row.GetProperty("maxMachines").GetInt64()));
        Assert.Equal((5, 7, 300, 900), (Number("tokenDays"), Number("graceDays"), Number("heartbeatSeconds"), Number("sessionSeconds")));
        Assert.Equal("batch", row.GetProperty("features")[0].GetString());
        Assert.True(row.GetProperty("active").GetBoolean());
        long Number(string member) => row.GetProperty(member).GetInt64();
    }

    [Fact]
    public async Task A_name_is_taken_once_in_a_product_with_or_without_the_products_name_in_front()
    {
        var product = await NewProduct();
        await NewVariant(product, "studio", new { });
        var refusal = Refusal.Conflict("The product has a variant 'studio' already. Use /updateVariant to change it.");
        await Refused(refusal, () => Server.Admin("/createVariant", new { productId = product, name = "studio" }));
        await Refused(refusal, () => Server.Admin("/createVariant", new { productId = product, name = product + "-studio" }));
        await NewVariant(await NewProduct(), "studio", new { });
    }

    [Fact]
    public async Task Limits_of_licenses_already_sold_stay_as_sold()
    {
        var product = await NewProduct();
        await NewVariant(product, "studio", new { maxMachines = 5 });
        var license = await Sell(new { variant = "studio" }, product);
        (await Server.Admin("/updateVariant", new { productId = product, name = "studio", maxMachines = 1 })).Ok();
        Assert.Equal(5, (await license.Record()).GetProperty("maxMachines").GetInt64());
        Assert.Equal(1, (await (await Sell(new { variant = "studio" }, product)).Record()).GetProperty("maxMachines").GetInt64());
    }

    [Fact]
    public async Task Seats_follow_the_variants_times_from_the_next_heartbeat_on()
    {
        var product = await NewProduct();
        await NewVariant(product, "farm", new { licenseType = "floating", maxConcurrent = 1 });
        var machine = (await Sell(new { variant = "farm" }, product)).Machine("a");
        (await machine.Activate()).Ok();
        (await Server.Admin("/updateVariant", new { productId = product, name = "farm", heartbeatSeconds = 60, sessionSeconds = 1800 })).Ok();
        var beat = (await machine.Heartbeat()).Ok();
        Assert.Equal((60, Clock.GetUtcNow().AddSeconds(1800)), (beat.Number("heartbeatSeconds"), beat.Time("sessionExpiresAt")));
    }

    [Theory]
    [InlineData("\"tokenDays\":0", "Field 'tokenDays' must be a whole number from 1 to 3650.")]
    [InlineData("\"graceDays\":-1", "Field 'graceDays' must be a whole number from 0 to 3650.")]
    [InlineData("\"heartbeatSeconds\":4", "Field 'heartbeatSeconds' must be a whole number from 5 to 86400.")]
    [InlineData("\"sessionSeconds\":300", "Field 'sessionSeconds' (300) must be greater than 'heartbeatSeconds' (300).")]
    [InlineData("\"activationsPerHour\":0", "Field 'activationsPerHour' must be a whole number from 1 to 1000000.")]
    [InlineData("\"seatScope\":\"user\"", "Field 'seatScope' must be one of: machine, process.")]
    [InlineData("\"features\":[\"\"]", "Field 'features' must be a list of at most 100 texts of 1 to 128 characters.")]
    [InlineData("\"licenseType\":\"floating\",\"maxConcurrent\":0", "Field 'maxConcurrent' must be from 1 to 1000000, or -1 for no limit.")]
    public async Task A_setting_that_cannot_be_is_named(string field, string text)
    {
        var product = await NewProduct();
        await NewVariant(product, "old", new { });
        foreach (var (path, name) in new[] { ("/createVariant", "new"), ("/updateVariant", "old") })
        {
            await Refused(Refusal.InvalidRequest(text), () => Server.PostText(
                path, $$"""{"productId":"{{product}}","name":"{{name}}",{{field}}}""", EngineFixture.AdminSecret));
        }
    }

    [Fact]
    public async Task What_is_missing_or_unknown_changes_nothing()
    {
        var product = await NewProduct();
        await Refused(Refusal.MissingFields, () => Server.Admin("/createVariant", new { productId = product }));
        await Refused(Refusal.MissingFields, () => Server.Admin("/listVariants", new { }));
        await Refused(Refusal.ProductNotFound, () => Server.Admin("/createVariant", new { productId = "no-such-tool", name = "x" }));
        await Refused(Refusal.ProductNotFound, () => Server.Admin("/listVariants", new { productId = "no-such-tool" }));
        await Refused(new Refusal(404, "not_found", "Variant not found"), () => Server.Admin("/updateVariant", new { productId = product, name = "x" }));
    }
}

public sealed class VariantsOnSqlite(SqliteEngine engine) : VariantScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class VariantsOnPostgres(PostgresEngine engine) : VariantScenarios(engine), IClassFixture<PostgresEngine>;
