namespace CgLicense.Server.Tests.Contract;

/// <summary>A marketplace's client as it is in use today, with its habits: it must not have to be changed to talk to us.</summary>
public abstract class ExistingClientScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_client_with_its_key_in_the_body_sells_and_looks_after_licenses()
    {
        var (apiKey, creator) = await Account();
        var slug = "rocks-" + Guid.NewGuid().ToString("N");
        (await Server.Post("/createProduct", new { apiKey, name = "Rocks", slug, status = "live", createdBy = "console 3.1" })).Ok();
        (await Server.Post("/createVariant", new { apiKey, productId = slug, name = slug + "-indie", maxMachines = -1, trialDays = default(int?), active = true })).Ok();
        var sold = (await Server.Post("/createLicense", new
        {
            apiKey,
            email = "artist@studio.example",
            productId = slug,
            variant = slug + "-indie",
            maxMachines = -1,
            licenseType = "per-machine",
            expiresAt = default(string),
            discountCode = default(string),
            purchaseId = "PO-1",
            bundleId = default(string),
            unlockedProducts = Array.Empty<string>(),
            source = "marketplace",
        })).Ok();
        var licenseKey = sold.String("licenseKey")!;
        for (var i = 0; i < 4; i++)
            (await new SoldLicense(Server, slug, licenseKey).Machine($"m{i}").Activate()).Ok();

        var shown = (await Server.Post("/getLicense", new { apiKey, licenseKey, includeViolations = true })).Ok();
        Assert.Equal(
            ("indie", -1L, "null", 4L),
            (shown["license"].GetProperty("variant").GetString(), shown["license"].GetProperty("maxMachines").GetInt64(),
                shown["license"].GetProperty("expiresAt").GetRawText(), shown.Number("machinesUsed")));
        var listed = (await Server.Post("/listLicenses", new { apiKey, limit = 500, search = "PO-1", cursor = default(string), status = default(string), includeAll = true })).Ok();
        Assert.Equal(licenseKey, listed["licenses"].EnumerateArray().Single().GetProperty("key").GetString());
        Assert.Equal(
            slug, (await Server.Post("/listProducts", new { apiKey, includeAll = true, limit = 500, creatorId = creator })).Ok()["products"][0].GetProperty("productId").GetString());
        Assert.Equal(1, (await Server.Get($"/listVariants?productId={slug}&apiKey={apiKey}")).Ok()["variants"].GetArrayLength());
        (await Server.Post("/updateLicense", new { apiKey, licenseKey, expiresAt = default(string), maxMachines = -1, variant = slug + "-indie", tier = 2 })).Ok();
        Assert.Equal(4, (await Server.Post("/resetActivations", new { apiKey, licenseKey })).Ok().Number("deletedCount"));
    }

    [Fact]
    public async Task Its_codes_and_trials_go_the_same_way()
    {
        var (apiKey, creator) = await Account();
        var productId = await NewProduct(creator);
        var code = "TRIAL-" + Guid.NewGuid().ToString("N");
        (await Server.Post("/createTrialCode", new { apiKey, code, productId, trialDays = 14, maxUses = -1, expiresAt = default(string), active = true, note = "fair" })).Ok();
        (await Server.Post("/createDiscountCode", new { apiKey, code, productId, percent = 10, trialDays = default(int?), maxUses = -1, expiresAt = default(string), active = true })).Ok();
        var trial = (await Server.Post("/redeemTrialCode", new { code, email = "artist@studio.example", productId, machineFingerprint = "m1", hostname = "ws-1" })).Ok();
        var row = (await Server.Post("/listTrialCodes", new { apiKey, limit = 500, includeAll = true })).Ok()["trialCodes"].EnumerateArray().Single();
        Assert.Equal((1L, creator, -1L), (row.GetProperty("usedCount").GetInt64(), row.GetProperty("creatorId").GetString(), row.GetProperty("maxUses").GetInt64()));
        (await Server.Post("/createLicense", new { apiKey, email = "artist@studio.example", productId, discountCode = code, expiresAt = default(string) })).Ok();
        Assert.Equal(1, (await Server.Post("/listDiscountCodes", new { apiKey, limit = 500 })).Ok()["discountCodes"][0].GetProperty("usedCount").GetInt64());
        Assert.Equal("active", (await Server.Post("/verify", new { licenseKey = trial.String("licenseKey"), productId })).Ok().String("status"));
    }

    private async Task<(string ApiKey, string Creator)> Account()
    {
        var creator = "creator-" + Guid.NewGuid().ToString("N");
        return (await NewApiKey(creator), creator);
    }
}

public sealed class ExistingClientsOnSqlite(SqliteEngine engine) : ExistingClientScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ExistingClientsOnPostgres(PostgresEngine engine) : ExistingClientScenarios(engine), IClassFixture<PostgresEngine>;
