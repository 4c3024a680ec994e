namespace CgLicense.Server.Tests.Licenses;

public abstract class LicenseFilterScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task Refunded_licenses_are_told_from_all_others()
    {
        var product = await NewProduct();
        var (refunded, revoked, active) = (await Sell(product: product), await Sell(product: product), await Sell(product: product));
        (await refunded.Revoke("refund")).Ok();
        (await revoked.Revoke("fraud")).Ok();
        Assert.Equal([refunded.Key], await Find(new { productId = product, refunded = true }));
        Assert.Equal([active.Key, revoked.Key], await Find(new { productId = product, refunded = false }));
        (await refunded.Reinstate()).Ok();
        Assert.Empty(await Find(new { productId = product, refunded = true }));
    }

    [Fact]
    public async Task Flagged_licenses_have_something_unresolved()
    {
        var product = await NewProduct();
        var (flagged, clean) = (await Sell(product: product), await Sell(product: product));
        var id = await Violations.Plant(Server, flagged.Key, "machine_churn", 1, Clock.GetUtcNow());
        Assert.Equal([flagged.Key], await Find(new { productId = product, flagged = true }));
        Assert.Equal([clean.Key], await Find(new { productId = product, flagged = false }));
        (await Server.Admin("/resolveLicense", new { licenseKey = flagged.Key, violationIds = new[] { id } })).Ok();
        Assert.Empty(await Find(new { productId = product, flagged = true }));
    }

    [Fact]
    public async Task A_purchase_is_found_whole_and_an_end_before_its_moment()
    {
        var product = await NewProduct();
        var first = await Sell(new { purchaseId = "ORD-1", expiresAt = "2027-03-01" }, product);
        var second = await Sell(new { purchaseId = "ORD-12", expiresAt = "2027-03-02" }, product);
        await Sell(product: product);
        Assert.Equal([first.Key], await Find(new { productId = product, purchaseId = "ORD-1" }));
        Assert.Equal([first.Key], await Find(new { productId = product, expiresBefore = "2027-03-02" }));
        Assert.Equal([second.Key, first.Key], await Find(new { productId = product, expiresBefore = "2027-03-02T00:00:00.001Z" }));
        Assert.Equal([first.Key], [.. (await Server.Get($"/listLicenses?productId={product}&purchaseId=ORD-1&refunded=false&expiresBefore=2027-04-01", EngineFixture.AdminSecret)).Ok()["licenses"]
            .EnumerateArray().Select(row => row.GetProperty("key").GetString()!)]);
    }

    [Fact]
    public async Task A_degraded_license_is_suspended_when_its_moment_comes()
    {
        var license = await Sell();
        (await license.Machine("m").Activate()).Ok();
        var at = Clock.GetUtcNow().AddDays(14);
        (await license.Update($"\"status\":\"degraded\",\"suspendAt\":\"{at:o}\"")).Ok();
        Assert.Equal(at, (await license.Record()).GetProperty("suspendAt").GetDateTimeOffset());
        (await license.Machine("m").Activate()).Ok();
        await Pass(TimeSpan.FromDays(14));
        (await license.Machine("m").Activate()).Is(Refusal.Suspended);
        (await license.Update("\"suspendAt\":null")).Ok();
        Assert.Equal(("degraded", "null"), await Suspension(license));
        (await license.Update("\"suspendAt\":\"2020-01-01\"")).Ok();
        Assert.Equal("suspended", (await Suspension(license)).Status);
        (await license.Update("\"message\":\"unchanged\"")).Ok();
        Assert.Equal("suspended", (await Suspension(license)).Status);
        (await license.Update("\"status\":\"active\"")).Ok();
        Assert.Equal(("active", "null"), await Suspension(license));
    }

    [Theory]
    [InlineData("\"suspendAt\":\"2031-01-01\"")]
    [InlineData("\"status\":\"active\",\"suspendAt\":\"2031-01-01\"")]
    [InlineData("\"status\":\"revoked\",\"suspendAt\":\"2031-01-01\"")]
    public async Task Only_a_degraded_license_has_a_moment_of_suspension(string fields)
    {
        var license = await Sell();
        await Refused(
            Refusal.InvalidRequest("Field 'suspendAt' is for a license with status degraded: send status degraded with it, or status suspended without it."),
            () => license.Update(fields));
        (await license.Update("\"suspendAt\":null")).Ok();
    }

    private static async Task<(string? Status, string SuspendAt)> Suspension(SoldLicense license)
    {
        var record = await license.Record();
        return (record.GetProperty("status").GetString(), record.GetProperty("suspendAt").GetRawText());
    }

    private async Task<List<string>> Find(object filter) => [.. (await Server.Admin("/listLicenses", filter)).Ok()["licenses"]
        .EnumerateArray().Select(row => row.GetProperty("key").GetString()!)];
}

public sealed class LicenseFiltersOnSqlite(SqliteEngine engine) : LicenseFilterScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class LicenseFiltersOnPostgres(PostgresEngine engine) : LicenseFilterScenarios(engine), IClassFixture<PostgresEngine>;
