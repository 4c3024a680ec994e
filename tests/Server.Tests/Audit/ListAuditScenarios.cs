using System.Text.Json;

namespace CgLicense.Server.Tests.Audit;

public abstract class ListAuditScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_change_tells_who_did_what_when_from_where_and_what_it_was_before()
    {
        var license = await Sell(new { maxMachines = 2 });
        (await license.Update("\"maxMachines\":5,\"email\":\"new@studio.example\",\"expiresAt\":\"2028-01-01T00:00:00Z\"")).Ok();
        var entry = (await Of(license)).First();
        Assert.Equal("updateLicense", entry.GetProperty("action").GetString());
        Assert.Equal("admin", entry.GetProperty("actor").GetString());
        Assert.Equal("127.0.0.1", entry.GetProperty("address").GetString());
        Assert.Equal(license.Key, entry.GetProperty("licenseKey").GetString());
        Assert.Equal(Clock.GetUtcNow(), entry.GetProperty("at").GetDateTimeOffset());
        Assert.Equal("maxMachines 2 → 5, expiresAt null → \"2028-01-01T00:00:00.000Z\"", entry.GetProperty("details").GetString());
        Assert.Equal("email \"artist@studio.example\" → \"new@studio.example\"", entry.GetProperty("personal").GetString());
    }

    [Fact]
    public async Task Settings_products_variants_codes_and_keys_tell_what_they_were_before()
    {
        var creator = "audit-settings-" + Engine.Server.Database.Engine;
        var product = await NewProduct(creator);
        await NewVariant(product, "studio", new { maxMachines = 2 });
        (await Server.Admin("/updateVariant", new { productId = product, name = "studio", maxMachines = 3 })).Ok();
        (await Server.Admin("/updateProduct", new { productId = product, status = "archived", name = "New name" })).Ok();
        (await Server.Admin("/createDiscountCode", new { creatorId = creator, code = "AUTUMN", percentOff = 10, maxUses = 5 })).Ok();
        (await Server.Admin("/updateDiscountCode", new { creatorId = creator, code = "AUTUMN", maxUses = 6 })).Ok();
        (await Server.Admin("/createTrialCode", new { creatorId = creator, productId = product, code = "TRYME", trialDays = 7 })).Ok();
        (await Server.Admin("/updateTrialCode", new { creatorId = creator, code = "TRYME", trialDays = 14 })).Ok();
        var key = await NewApiKey(creator);
        var told = (await Server.Post("/listAudit", new { }, key)).Ok()["entries"].EnumerateArray()
            .Where(entry => entry.GetProperty("action").GetString()!.StartsWith("update", StringComparison.Ordinal))
            .Select(entry => entry.GetProperty("details").GetString());
        Assert.Equal(["trialDays 7 → 14", "maxUses 5 → 6", "name → New name, status live → archived", "maxMachines 2 → 3"], told);
        await Server.Admin("/revokeApiKey", new { hash = (await Server.Admin("/listApiKeys", new { creatorId = creator })).Ok()["apiKeys"][0].GetProperty("hash").GetString() });
        Assert.Equal("revokeApiKey", (await Server.Post("/listAudit", new { }, await NewApiKey(creator))).Ok()["entries"][1].GetProperty("action").GetString());
    }

    [Fact]
    public async Task Creators_see_their_own_history_and_nobody_elses()
    {
        var ours = await Sell(product: await NewProduct("audit-ours"));
        await Sell(product: await NewProduct("audit-theirs"));
        var (own, other) = (await NewApiKey("audit-ours"), await NewApiKey("audit-theirs"));
        var seen = (await Server.Post("/listAudit", new { }, own)).Ok()["entries"].EnumerateArray().ToList();
        Assert.Equal(["createApiKey", "createLicense", "createProduct", "openChain"], seen.Select(entry => entry.GetProperty("action").GetString()));
        (await Server.Post("/listAudit", new { licenseKey = ours.Key }, other)).Is(Refusal.LicenseNotFound);
        (await Server.Post("/verifyAudit", new { }, own)).Is(new Refusal(
            401, "unauthorized", "Only the admin secret may verify the audit trail: it is one for all creators."));
    }

    [Fact]
    public async Task Filters_narrow_and_pages_never_shift()
    {
        var license = await Sell();
        var began = Clock.GetUtcNow();
        for (var machines = 2; machines < 8; machines++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            (await license.Update($"\"maxMachines\":{machines}")).Ok();
        }

        (await license.Machine("one").Activate()).Ok();
        async Task<List<JsonElement>> Found(object filter) => [.. (await Server.Admin("/listAudit", filter)).Ok()["entries"].EnumerateArray()];
        Assert.Equal(8, (await Found(new { licenseKey = license.Key })).Count);
        Assert.Equal(6, (await Found(new { licenseKey = license.Key, action = "updateLicense" })).Count);
        Assert.Equal("activate", Assert.Single(await Found(new { licenseKey = license.Key, actor = "machine" })).GetProperty("action").GetString());
        Assert.Equal(2, (await Found(new { licenseKey = license.Key, action = "updateLicense", from = began.AddMinutes(2), to = began.AddMinutes(4) })).Count);
        var first = (await Server.Admin("/listAudit", new { licenseKey = license.Key, limit = 3 })).Ok();
        await license.Update("\"maxMachines\":9");
        var second = await Found(new { licenseKey = license.Key, limit = 100, cursor = first.String("nextCursor") });
        Assert.Equal(8, first.Number("count") + second.Count);
    }

    private async Task<List<JsonElement>> Of(SoldLicense license) =>
        [.. (await Server.Admin("/listAudit", new { licenseKey = license.Key })).Ok()["entries"].EnumerateArray()];
}

public sealed class ListAuditOnSqlite(SqliteEngine engine) : ListAuditScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ListAuditOnPostgres(PostgresEngine engine) : ListAuditScenarios(engine), IClassFixture<PostgresEngine>;
