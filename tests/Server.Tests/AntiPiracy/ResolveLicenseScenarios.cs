namespace CgLicense.Server.Tests.AntiPiracy;

public abstract class ResolveLicenseScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_false_alarm_that_is_resolved_gives_the_license_back()
    {
        var license = await Sell();
        (await license.Machine("m").Activate()).Ok();
        var id = await Seen(license, "country_spread", 3);
        (await license.Update("\"message\":\"Used in many places\"")).Ok();
        await Pass(TimeSpan.FromHours(72));
        (await license.Machine("m").Activate()).Is(Refusal.Suspended);
        var answer = (await Resolve(license, id)).Ok();
        Assert.Equal(1, answer.Number("resolvedCount"));
        Assert.Equal(("active", 0, 0), await Standing(license));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await license.Record()).GetProperty("message").ValueKind);
        (await license.Machine("m").Activate()).Ok();
        Assert.Equal(0, (await Resolve(license, id)).Ok().Number("resolvedCount"));
    }

    [Fact]
    public async Task The_worst_that_is_left_decides()
    {
        var license = await Sell();
        var mild = await Seen(license, "activation_burst", 1);
        var bad = await Seen(license, "machine_churn", 2);
        var worst = await Seen(license, "cloned_fingerprint", 3);
        Assert.Equal(("degraded", 3, 3), await Standing(license));
        (await Resolve(license, worst)).Ok();
        Assert.Equal(("degraded", 2, 2), await Standing(license));
        await Pass(TimeSpan.FromDays(30));
        Assert.Equal(("degraded", 2, 2), await Standing(license));
        (await Resolve(license, bad)).Ok();
        Assert.Equal(("active", 1, 1), await Standing(license));
        (await Resolve(license, mild, bad, worst)).Ok();
        Assert.Equal(("active", 0, 0), await Standing(license));
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("revoked")]
    [InlineData("degraded")]
    public async Task What_a_person_decided_stays_decided(string status)
    {
        var license = await Sell();
        (await license.Update($"\"status\":\"{status}\"")).Ok();
        var id = await Seen(license, "activation_burst", 1);
        (await Resolve(license, id)).Ok();
        Assert.Equal((status, 0, 0), await Standing(license));
    }

    [Fact]
    public async Task A_person_who_changes_the_status_takes_the_matter_over()
    {
        var license = await Sell();
        var id = await Seen(license, "machine_churn", 2);
        (await license.Update("\"status\":\"suspended\"")).Ok();
        (await Resolve(license, id)).Ok();
        Assert.Equal(("suspended", 0, 0), await Standing(license));
    }

    [Fact]
    public async Task A_fraud_is_no_false_alarm()
    {
        var license = await Sell();
        var id = await Seen(license, "activation_burst", 1);
        (await license.Revoke("fraud")).Ok();
        (await Resolve(license, id)).Ok();
        Assert.Equal(("revoked", 4, 0), await Standing(license));
    }

    [Fact]
    public async Task Another_licenses_violation_is_not_found_and_nothing_is_resolved()
    {
        var (license, other) = (await Sell(), await Sell());
        var (mine, theirs) = (await Seen(license, "machine_churn", 2), await Seen(other, "machine_churn", 2));
        var notFound = new Refusal(404, "not_found", "Violation not found");
        await Refused(notFound, () => Resolve(license, mine, theirs));
        await Refused(notFound, () => Resolve(license, "x"));
        await Refused(Refusal.MissingFields, () => Resolve(license));
    }

    [Fact]
    public async Task Each_violation_resolved_and_the_return_are_told_to_the_audit_trail()
    {
        var license = await Sell();
        var (first, second) = (await Seen(license, "machine_churn", 2), await Seen(license, "country_spread", 3));
        (await Resolve(license, first, second)).Ok();
        var rows = (await TableDump.Of(Server.Database)).Split('\n').Where(row => row.StartsWith("audit:", StringComparison.Ordinal)).ToList();
        Assert.Single(rows, row => row.Contains($"subject=violation {first} ", StringComparison.Ordinal));
        Assert.Single(rows, row => row.Contains($"subject=violation {second} ", StringComparison.Ordinal));
        var licenseRow = rows.First(row => row.Contains($"subject=violation {first} ", StringComparison.Ordinal)).Split(" | ")
            .Single(column => column.StartsWith("license_id=", StringComparison.Ordinal));
        Assert.Single(rows, row => row.Contains(licenseRow + " ", StringComparison.Ordinal) && row.Contains("action=resolveLicense", StringComparison.Ordinal)
            && row.Contains("subject=lic_", StringComparison.Ordinal));
    }

    private Task<string> Seen(SoldLicense license, string type, long severity) =>
        Violations.Plant(Server, license.Key, type, severity, Clock.GetUtcNow());

    private Task<Answer> Resolve(SoldLicense license, params string[] violationIds) =>
        Server.Admin("/resolveLicense", new { licenseKey = license.Key, violationIds });

    private static async Task<(string? Status, long Level, long Open)> Standing(SoldLicense license)
    {
        var record = await license.Record();
        return (record.GetProperty("status").GetString(), record.GetProperty("threatLevel").GetInt64(), record.GetProperty("unresolvedViolationsCount").GetInt64());
    }
}

public sealed class ResolveLicenseOnSqlite(SqliteEngine engine) : ResolveLicenseScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ResolveLicenseOnPostgres(PostgresEngine engine) : ResolveLicenseScenarios(engine), IClassFixture<PostgresEngine>;
