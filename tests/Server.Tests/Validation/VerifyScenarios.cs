namespace CgLicense.Server.Tests.Validation;

public abstract class VerifyScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_good_key_is_described_and_nothing_is_written()
    {
        var license = await Sell(new { expiresAt = "2030-01-01T00:00:00.000Z" });
        var before = await TableDump.Of(Server.Database);
        var answer = (await Verify(license.Key, license.ProductId)).Ok();
        Assert.Equal(("active", "indie", "per-machine"), (answer.String("status"), answer.String("variant"), answer.String("licenseType")));
        Assert.Equal("2030-01-01T00:00:00.000Z", answer.String("licenseExpiresAt"));
        Assert.Equal(before, await TableDump.Of(Server.Database));
    }

    [Fact]
    public async Task A_degraded_key_is_good_and_brings_its_message()
    {
        var license = await Sell();
        (await license.Update("\"status\":\"degraded\",\"message\":\"Please pay.\"")).Ok();
        var answer = (await Verify(license.Key, license.ProductId)).Ok();
        Assert.Equal(("degraded", "Please pay."), (answer.String("status"), answer.String("message")));
    }

    [Fact]
    public async Task Every_other_key_is_refused_for_its_own_reason()
    {
        var license = await Sell();
        await Refused(Refusal.WrongProduct, () => Verify(license.Key, "other"));
        await Refused(Refusal.LicenseNotFound, () => Verify("CGL-NEVER-SOLD", license.ProductId));
        (await license.Update("\"status\":\"suspended\"")).Ok();
        await Refused(Refusal.Suspended, () => Verify(license.Key, license.ProductId));
        (await license.Revoke()).Ok();
        await Refused(Refusal.Revoked, () => Verify(license.Key, license.ProductId));
        (await license.Update("\"expiresAt\":\"2020-01-01\"")).Ok();
        await Refused(Refusal.Expired, () => Verify(license.Key, license.ProductId));
    }

    private Task<Answer> Verify(string licenseKey, string productId) => Server.Post("/verify", new { licenseKey, productId });
}

public sealed class VerifyOnSqlite(SqliteEngine engine) : VerifyScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class VerifyOnPostgres(PostgresEngine engine) : VerifyScenarios(engine), IClassFixture<PostgresEngine>;
