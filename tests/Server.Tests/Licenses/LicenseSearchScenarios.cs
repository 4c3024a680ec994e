using CgLicense.Server.Licenses;

namespace CgLicense.Server.Tests.Licenses;

public abstract class LicenseSearchScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task Behind_the_newest_a_license_is_found_by_how_it_begins_and_among_them_by_any_part()
    {
        var product = await NewProduct();
        var old = await Sell(new { email = "Früh.Anna@studio.example", purchaseId = "Order-4711" }, product);
        await Server.Database.Write(session => session.Execute(
            $"""
            INSERT INTO license (uid, license_key, product_id, email, variant, license_type, max_machines, max_concurrent, status, created_at, updated_at)
            SELECT 'lic_filler_' || n, 'CGL-FILLER-' || n, product_id, 'filler-' || n || '@example.com', variant, license_type, 2, 0, 'active', 0, 0
            FROM license, (WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {LicenseSearch.Newest}) SELECT n FROM numbers) filler
            WHERE license_key = @key
            """, ("key", old.Key)));
        var latest = await Sell(new { email = "late.bert@studio.example", purchaseId = "Order-4712" }, product);
        foreach (var beginning in new[] { old.Key, old.Key[..20], old.Key[..20].ToLowerInvariant(), "FRüH.an", "Order-4711" })
            Assert.Equal([old.Key], await Search(beginning));
        foreach (var part in new[] { old.Key[8..], "nna@studio", "rder-4711" })
            Assert.Empty(await Search(part));
        foreach (var part in new[] { latest.Key, latest.Key[8..].ToLowerInvariant(), "BERT@studio", "rder-4712", "late.bert@studio.example" })
            Assert.Equal([latest.Key], await Search(part));
        Assert.Equal([latest.Key, old.Key], await Search("Order-471"));
        Assert.Empty(await Search("%"));
        Assert.Empty(await Search("_rder-4711"));
    }

    [Fact]
    public async Task One_of_the_few_in_trouble_is_found_by_its_status()
    {
        var product = await NewProduct();
        var (fine, revoked, suspended) = (await Sell(product: product), await Sell(product: product), await Sell(product: product));
        (await Server.Admin("/revokeLicense", new { licenseKey = revoked.Key })).Ok();
        (await Server.Admin("/updateLicense", new { licenseKey = suspended.Key, status = "suspended" })).Ok();
        foreach (var (status, license) in new[] { ("active", fine), ("revoked", revoked), ("suspended", suspended) })
            Assert.Equal([license.Key], await Keys(new { productId = product, status }));
    }

    private Task<List<string?>> Search(string text) => Keys(new { search = text });

    private async Task<List<string?>> Keys(object filter) =>
        [.. (await Server.Admin("/listLicenses", filter)).Ok()["licenses"].EnumerateArray().Select(row => row.GetProperty("key").GetString())];
}

public sealed class LicenseSearchOnSqlite(SqliteEngine engine) : LicenseSearchScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class LicenseSearchOnPostgres(PostgresEngine engine) : LicenseSearchScenarios(engine), IClassFixture<PostgresEngine>;
