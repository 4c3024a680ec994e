namespace CgLicense.Server.Tests.Licenses;

public abstract class CreateLicenseScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_license_with_nothing_but_an_address_is_an_indie_license_for_two_machines_for_ever()
    {
        var license = await Sell();
        Assert.Matches("^CGL(-[0-9A-HJKMNP-TV-Z]{5}){5}$", license.Key);
        var record = await license.Record();
        Assert.Equal("indie", record.GetProperty("variant").GetString());
        Assert.Equal("per-machine", record.GetProperty("licenseType").GetString());
        Assert.Equal(2, record.GetProperty("maxMachines").GetInt64());
        Assert.Null(record.GetProperty("expiresAt").GetString());
        Assert.Equal(Clock.GetUtcNow(), record.GetProperty("createdAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_the_body_leaves_out_comes_from_the_variant()
    {
        var product = await NewProduct();
        await NewVariant(product, "farm", new { licenseType = "floating", maxConcurrent = 10, trialDays = 14 });
        var record = await (await Sell(new { variant = "farm" }, product)).Record();
        Assert.Equal(("floating", 10), (record.GetProperty("licenseType").GetString(), record.GetProperty("maxConcurrent").GetInt64()));
        Assert.Equal(Clock.GetUtcNow().AddDays(14), record.GetProperty("expiresAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_variant_may_be_named_with_its_products_name_in_front()
    {
        var product = await NewProduct();
        await NewVariant(product, product + "-studio", new { maxMachines = 5 });
        var record = await (await Sell(new { variant = product + "-studio" }, product)).Record();
        Assert.Equal(("studio", 5), (record.GetProperty("variant").GetString(), record.GetProperty("maxMachines").GetInt64()));
    }

    [Fact]
    public async Task Everything_that_was_sold_is_shown_again()
    {
        var record = await (await Sell(new
        {
            email = "ada@studio.example", maxMachines = -1, licenseType = "site", expiresAt = "2028-02-29T12:00:00+02:00",
            discountCode = "SPRING", purchaseId = "ord_1", bundleId = "b_1", unlockedProducts = new[] { "other" },
        })).Record();
        Assert.Equal("ada@studio.example", record.GetProperty("email").GetString());
        Assert.Equal((-1, 0), (record.GetProperty("maxMachines").GetInt64(), record.GetProperty("maxConcurrent").GetInt64()));
        Assert.Equal("2028-02-29T10:00:00.000Z", record.GetProperty("expiresAt").GetString());
        Assert.Equal(
            ("SPRING", "ord_1", "b_1"),
            (record.GetProperty("discountCode").GetString(), record.GetProperty("purchaseId").GetString(), record.GetProperty("bundleId").GetString()));
        Assert.Equal("other", record.GetProperty("unlockedProducts")[0].GetString());
    }

    [Theory]
    [InlineData("\"email\":\"nobody\"", "Field 'email' must be an e-mail address.")]
    [InlineData("\"email\":\"a@b@c\"", "Field 'email' must be an e-mail address.")]
    [InlineData("\"maxMachines\":0", "Field 'maxMachines' must be from 1 to 1000000, or -1 for no limit.")]
    [InlineData("\"maxMachines\":-2", "Field 'maxMachines' must be from 1 to 1000000, or -1 for no limit.")]
    [InlineData("\"maxMachines\":1.5", "Field 'maxMachines' has a value of the wrong type or form.")]
    [InlineData("\"maxMachines\":\"2\"", "Field 'maxMachines' has a value of the wrong type or form.")]
    [InlineData("\"maxMachines\":99999999999999999999", "Field 'maxMachines' has a value of the wrong type or form.")]
    [InlineData("\"maxConcurrent\":0,\"licenseType\":\"floating\"", "Field 'maxConcurrent' must be from 1 to 1000000, or -1 for no limit.")]
    [InlineData("\"licenseType\":\"rented\"", "Field 'licenseType' must be one of: per-machine, floating, site.")]
    [InlineData("\"expiresAt\":\"soon\"", "Field 'expiresAt' has a value of the wrong type or form.")]
    [InlineData("\"expiresAt\":1893456000", "Field 'expiresAt' has a value of the wrong type or form.")]
    [InlineData("\"expiresAt\":\"9999-12-31T23:59:59-10:00\"", "Field 'expiresAt' has a value of the wrong type or form.")]
    [InlineData("\"unlockedProducts\":\"other\"", "Field 'unlockedProducts' has a value of the wrong type or form.")]
    [InlineData("\"unlockedProducts\":[\"\"]", "Field 'unlockedProducts' must be a list of at most 200 texts of 1 to 128 characters.")]
    [InlineData("\"unlockedProducts\":[null]", "Field 'unlockedProducts' must be a list of at most 200 texts of 1 to 128 characters.")]
    public async Task A_field_that_cannot_be_is_named(string field, string text)
    {
        var product = await NewProduct();
        var email = field.StartsWith("\"email", StringComparison.Ordinal) ? "" : "\"email\":\"a@studio.example\",";
        await Refused(Refusal.InvalidRequest(text), () => Server.PostText(
            "/createLicense", $$"""{"productId":"{{product}}",{{email}}{{field}}}""", EngineFixture.AdminSecret));
    }

    [Fact]
    public async Task What_is_missing_unknown_archived_or_switched_off_sells_nothing()
    {
        const string email = "artist@studio.example";
        var product = await NewProduct();
        await NewVariant(product, "old", new { active = false });
        await Refused(Refusal.MissingFields, () => Server.Admin("/createLicense", new { email }));
        await Refused(Refusal.MissingFields, () => Server.Admin("/createLicense", new { email = " ", productId = product }));
        await Refused(Refusal.ProductNotFound, () => Server.Admin("/createLicense", new { email, productId = "no-such-tool" }));
        await Refused(
            Refusal.InvalidRequest("The variant 'old' is not active; it takes no new licenses."),
            () => Server.Admin("/createLicense", new { email, productId = product, variant = "old" }));
        (await Server.Admin("/updateProduct", new { productId = product, status = "archived" })).Ok();
        await Refused(
            Refusal.InvalidRequest("The product is archived; it takes no new licenses. Set its status to live first."),
            () => Server.Admin("/createLicense", new { email, productId = product }));
    }

    [Fact]
    public async Task Licenses_of_an_archived_product_keep_working()
    {
        var license = await Sell();
        (await Server.Admin("/updateProduct", new { productId = license.ProductId, status = "archived" })).Ok();
        (await license.Machine("a").Activate()).Ok();
    }
}

public sealed class CreateLicenseOnSqlite(SqliteEngine engine) : CreateLicenseScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class CreateLicenseOnPostgres(PostgresEngine engine) : CreateLicenseScenarios(engine), IClassFixture<PostgresEngine>;
