namespace CgLicense.Server.Tests.Access;

/// <summary>To the holder of an API key, other creators' data does not exist: the same 404 as for what was never there.</summary>
public abstract class ScopeScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_creator_does_everything_with_their_own_products()
    {
        var key = await NewApiKey("studio-own");
        var slug = await NewProduct("studio-own");
        (await Server.Post("/createVariant", new { productId = slug, name = "studio" }, key)).Ok();
        var made = await Server.Post("/createLicense", new { productId = slug, email = "a@studio.example" }, key);
        var licenseKey = made.Ok().String("licenseKey");
        foreach (var path in new[] { "/getLicense", "/updateLicense", "/revokeLicense", "/reinstateLicense", "/resetActivations" })
            (await Server.Post(path, new { licenseKey }, key)).Ok();
        (await Server.Post("/removeActivation", new { licenseKey, fingerprint = "a" }, key)).Ok();
    }

    [Fact]
    public async Task Another_creators_licenses_do_not_exist()
    {
        var license = await Sell(product: await NewProduct("studio-mine"));
        (await license.Machine("a").Activate()).Ok();
        var stranger = await NewApiKey("studio-strange");
        foreach (var path in new[] { "/getLicense", "/updateLicense", "/revokeLicense", "/reinstateLicense", "/resetActivations" })
            await Refused(Refusal.LicenseNotFound, () => Server.Post(path, new { licenseKey = license.Key }, stranger));
        await Refused(
            Refusal.LicenseNotFound,
            () => Server.Post("/removeActivation", new { licenseKey = license.Key, fingerprint = "a" }, stranger));
    }

    [Fact]
    public async Task Another_creators_products_do_not_exist()
    {
        var product = await NewProduct("studio-mine");
        await NewVariant(product, "indie", new { });
        var stranger = await NewApiKey("studio-strange");
        await Refused(Refusal.ProductNotFound, () => Server.Post("/updateProduct", new { productId = product, name = "Mine now" }, stranger));
        await Refused(Refusal.ProductNotFound, () => Server.Post("/createLicense", new { productId = product, email = "a@b.example" }, stranger));
        await Refused(Refusal.ProductNotFound, () => Server.Post("/createVariant", new { productId = product, name = "x" }, stranger));
        await Refused(Refusal.ProductNotFound, () => Server.Post("/updateVariant", new { productId = product, name = "indie" }, stranger));
        await Refused(Refusal.ProductNotFound, () => Server.Post("/listVariants", new { productId = product }, stranger));
    }

    [Fact]
    public async Task Lists_hold_only_what_is_the_creators_own()
    {
        var (mine, theirs) = (await NewProduct("studio-lists"), await NewProduct("studio-other"));
        var license = await Sell(product: mine);
        await Sell(product: theirs);
        var key = await NewApiKey("studio-lists");
        var licenses = (await Server.Post("/listLicenses", new { }, key)).Ok();
        Assert.Equal(license.Key, licenses["licenses"].EnumerateArray().Single().GetProperty("key").GetString());
        Assert.Equal(0, (await Server.Post("/listLicenses", new { productId = theirs }, key)).Ok().Number("count"));
        var products = (await Server.Post("/listProducts", new { includeAll = true }, key)).Ok();
        Assert.Equal(mine, products["products"].EnumerateArray().Single().GetProperty("productId").GetString());
        Assert.Empty((await Server.Post("/listProducts", new { creatorId = "studio-other" }, key)).Ok()["products"].EnumerateArray());
    }

    [Fact]
    public async Task A_creator_makes_products_for_nobody_else()
    {
        var key = await NewApiKey("studio-self");
        await Refused(
            new Refusal(404, "not_found", "Creator not found"),
            () => Server.Post("/createProduct", new { name = "X", slug = "for-another", creatorId = "studio-other" }, key));
        (await Server.Post("/createProduct", new { name = "X", slug = "for-myself" }, key)).Ok();
        Assert.Equal(1, (await Server.Post("/listProducts", new { }, key)).Ok()["products"].GetArrayLength());
    }
}

public sealed class ScopeOnSqlite(SqliteEngine engine) : ScopeScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ScopeOnPostgres(PostgresEngine engine) : ScopeScenarios(engine), IClassFixture<PostgresEngine>;
