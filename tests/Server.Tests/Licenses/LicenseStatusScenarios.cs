namespace CgLicense.Server.Tests.Licenses;

/// <summary>The states a license goes through at its seller's hand.</summary>
public abstract class LicenseStatusScenarios(EngineFixture engine) : Scenario(engine)
{
    [Theory]
    [InlineData(null, "manual", 0)]
    [InlineData("manual", "manual", 0)]
    [InlineData("cancelled", "cancelled", 0)]
    [InlineData("refund", "refund", 0)]
    [InlineData("fraud", "fraud", 4)]
    [InlineData("chargeback", "chargeback", 4)]
    public async Task Revoking_keeps_the_reason_and_marks_only_thieves(string? reason, string kept, int threat)
    {
        var license = await Sell();
        var record = (await license.Revoke(reason)).Ok()["license"];
        Assert.Equal("revoked", record.GetProperty("status").GetString());
        Assert.Equal((kept, threat), (record.GetProperty("revokeReason").GetString(), record.GetProperty("threatLevel").GetInt64()));
    }

    [Fact]
    public async Task A_reinstated_license_is_clean_and_finds_its_machines_again()
    {
        var license = await Sell();
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        (await license.Revoke("fraud")).Ok();
        await Refused(Refusal.Revoked, machine.Validate);
        var record = (await license.Reinstate()).Ok()["license"];
        Assert.Equal(("active", 0), (record.GetProperty("status").GetString(), record.GetProperty("threatLevel").GetInt64()));
        Assert.Null(record.GetProperty("revokeReason").GetString());
        (await machine.Validate()).Ok();
        Assert.Equal(1, await license.MachinesUsed());
    }

    [Fact]
    public async Task Every_status_can_follow_every_other()
    {
        var license = await Sell();
        var states = new[] { "active", "degraded", "suspended", "revoked" };
        foreach (var from in states)
        {
            foreach (var to in states)
            {
                (await license.Update($"\"status\":\"{from}\"")).Ok();
                Assert.Equal(to, (await license.Update($"\"status\":\"{to}\"")).Ok()["license"].GetProperty("status").GetString());
            }
        }
    }

    [Fact]
    public async Task Expired_wins_over_a_stored_status_until_the_end_is_moved()
    {
        var license = await Sell(new { expiresAt = Clock.GetUtcNow().AddHours(1) });
        (await license.Revoke()).Ok();
        await Pass(TimeSpan.FromHours(1));
        Assert.Equal("expired", (await license.Record()).GetProperty("status").GetString());
        (await license.Update("\"expiresAt\":null")).Ok();
        Assert.Equal("revoked", (await license.Record()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_update_changes_only_what_it_names()
    {
        var license = await Sell(new { expiresAt = "2030-01-01T00:00:00.000Z", maxMachines = 7, unlockedProducts = new[] { "other" } });
        (await license.Update("\"message\":\"Hello.\"")).Ok();
        (await license.Update("\"email\":\"new@studio.example\"")).Ok();
        var record = await license.Record();
        Assert.Equal("2030-01-01T00:00:00.000Z", record.GetProperty("expiresAt").GetString());
        Assert.Equal(("new@studio.example", "Hello.", 7), (record.GetProperty("email").GetString(), record.GetProperty("message").GetString(), record.GetProperty("maxMachines").GetInt64()));
        Assert.Equal(1, record.GetProperty("unlockedProducts").GetArrayLength());
        (await license.Update("\"message\":\"\"")).Ok();
        Assert.Null((await license.Record()).GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_variant_that_changes_brings_its_terms_along()
    {
        var license = await Sell();
        await NewVariant(license.ProductId, "studio", new { maxMachines = 5 });
        var record = (await license.Update("\"variant\":\"studio\"")).Ok()["license"];
        Assert.Equal(("studio", 5), (record.GetProperty("variant").GetString(), record.GetProperty("maxMachines").GetInt64()));
    }

    [Theory]
    [InlineData("\"status\":\"expired\"", "Field 'status' must be one of: active, degraded, suspended, revoked.")]
    [InlineData("\"maxMachines\":0", "Field 'maxMachines' must be from 1 to 1000000, or -1 for no limit.")]
    [InlineData("\"maxConcurrent\":0,\"licenseType\":\"floating\"", "Field 'maxConcurrent' must be from 1 to 1000000, or -1 for no limit.")]
    [InlineData("\"email\":\"nobody\"", "Field 'email' must be an e-mail address.")]
    [InlineData("\"expiresAt\":\"soon\"", "Field 'expiresAt' has a value of the wrong type or form.")]
    public async Task A_change_that_cannot_be_changes_nothing(string change, string text)
    {
        var license = await Sell();
        await Refused(Refusal.InvalidRequest(text), () => license.Update(change + ",\"message\":\"must not arrive\""));
    }

    [Fact]
    public async Task A_floating_license_cannot_lose_all_its_seats()
    {
        var license = await SellFloating(2);
        await Refused(
            Refusal.InvalidRequest("Field 'maxConcurrent' must be at least 1 for a floating license, or -1 for no limit."),
            () => license.Update("\"maxConcurrent\":0"));
    }

    [Fact]
    public async Task What_is_missing_or_unknown_changes_nothing()
    {
        var license = await Sell();
        var unknown = license with { Key = "CGL-NEVER-SOLD" };
        await Refused(Refusal.InvalidRequest("Field 'reason' must be one of: manual, fraud, cancelled, refund, chargeback."), () => license.Revoke("whim"));
        foreach (var path in new[] { "/revokeLicense", "/reinstateLicense", "/updateLicense", "/getLicense" })
        {
            await Refused(Refusal.MissingFields, () => Server.Admin(path, new { }));
            await Refused(Refusal.LicenseNotFound, () => Server.Admin(path, new { licenseKey = unknown.Key }));
            await Refused(Refusal.NoCredentials, () => Server.Post(path, new { licenseKey = license.Key }));
        }
    }
}

public sealed class LicenseStatusOnSqlite(SqliteEngine engine) : LicenseStatusScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class LicenseStatusOnPostgres(PostgresEngine engine) : LicenseStatusScenarios(engine), IClassFixture<PostgresEngine>;
