using CgLicense.Protocol;

namespace CgLicense.Server.Tests.Activation;

public abstract class ActivateScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_new_machine_takes_a_slot_and_is_given_a_token()
    {
        var license = await Sell(new { maxMachines = 2 });
        var answer = (await license.Machine("a").Activate()).Ok();
        Assert.Equal((1, 2), (answer.Number("machinesUsed"), answer.Number("maxMachines")));
        Assert.Equal(("active", "indie", "per-machine"), (answer.String("status"), answer.String("variant"), answer.String("licenseType")));
        Assert.Equal(Clock.GetUtcNow().AddDays(30), answer.Time("expiresAt"));
        Assert.Equal(3, answer.String("token")!.Split('.').Length);
        Assert.Null(answer.String("sessionId"));
    }
}

public sealed class ActivateOnSqlite(SqliteEngine engine) : ActivateScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ActivateOnPostgres(PostgresEngine engine) : ActivateScenarios(engine), IClassFixture<PostgresEngine>;
