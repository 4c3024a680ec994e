namespace CgLicense.Server.Tests.Floating;

public abstract class HeartbeatScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_late_heartbeat_takes_a_free_seat_again_and_says_so()
    {
        var license = await SellFloating(1);
        var machine = license.Machine("a");
        var first = (await machine.Activate()).Ok();
        await Pass(TimeSpan.FromSeconds(900));
        var beat = (await machine.Heartbeat()).Ok();
        Assert.True(beat.Flag("reacquired"));
        Assert.NotEqual(first.String("sessionId"), beat.String("sessionId"));
        Assert.False((await machine.Heartbeat()).Ok().Flag("reacquired"));
    }

    [Fact]
    public async Task A_late_heartbeat_loses_its_session_when_another_came_first()
    {
        var license = await SellFloating(1);
        var late = license.Machine("late");
        (await late.Activate()).Ok();
        await Pass(TimeSpan.FromSeconds(900));
        (await license.Machine("quick").Activate()).Ok();
        var answer = await Refused(Refusal.SessionLost, late.Heartbeat);
        Assert.Equal((1, 1, 900), (answer.Number("seatsUsed"), answer.Number("maxConcurrent"), answer.Number("retryAfterSeconds")));
        (await license.Machine("quick").Heartbeat()).Ok();
    }

    [Fact]
    public async Task A_machine_that_was_never_activated_has_no_heartbeat()
    {
        var license = await SellFloating(1);
        await Refused(Refusal.NotActivated, license.Machine("stranger").Heartbeat);
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("suspended")]
    public async Task A_running_session_hears_a_refusal_with_its_next_heartbeat(string status)
    {
        var license = await SellFloating(1);
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        (await license.Update($"\"status\":\"{status}\"")).Ok();
        await Refused(status == "revoked" ? Refusal.Revoked : Refusal.Suspended, machine.Heartbeat);
    }

    [Fact]
    public async Task A_running_session_hears_of_a_degraded_license_and_is_given_a_token_that_says_so()
    {
        var license = await SellFloating(1);
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        (await license.Update("""  "status":"degraded","message":"Payment is overdue." """)).Ok();
        var beat = (await machine.Heartbeat()).Ok();
        Assert.Equal(("degraded", "Payment is overdue."), (beat.String("status"), beat.String("message")));
        Assert.NotNull(beat.String("token"));
    }

    [Fact]
    public async Task A_license_that_ends_while_a_tool_runs_refuses_its_next_heartbeat()
    {
        var license = await Sell(new { licenseType = "floating", maxConcurrent = 1, expiresAt = Clock.GetUtcNow().AddMinutes(5) });
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        await Pass(TimeSpan.FromMinutes(5));
        await Refused(Refusal.Expired, machine.Heartbeat);
    }

    [Fact]
    public async Task A_token_is_renewed_only_when_it_is_due()
    {
        var machine = (await SellFloating(1)).Machine("a");
        (await machine.Activate()).Ok();
        Assert.False((await machine.Heartbeat()).Ok().Body.TryGetProperty("token", out _));
        await Pass(TimeSpan.FromMinutes(14));
        Assert.False((await machine.Heartbeat()).Ok().Body.TryGetProperty("token", out _));
        await Pass(TimeSpan.FromMinutes(1));
        Assert.True((await machine.Heartbeat()).Ok().Body.TryGetProperty("token", out _));
    }

    [Fact]
    public async Task A_forged_or_foreign_token_keeps_the_seat_but_is_given_no_new_one()
    {
        var license = await SellFloating(2);
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        var foreign = license.Machine("b");
        (await foreign.Activate()).Ok();
        await Pass(TimeSpan.FromMinutes(14));
        (await foreign.Heartbeat()).Ok();
        await Pass(TimeSpan.FromMinutes(1));
        foreach (var token in new[] { foreign.Token!, "not.a.token", machine.Token![..^4] + "AAAA" })
        {
            var beat = await Server.Post("/heartbeat", new { licenseKey = license.Key, machineFingerprint = "a", token });
            Assert.False(beat.Ok().Body.TryGetProperty("token", out _));
        }
    }

    [Fact]
    public async Task A_per_machine_license_answers_heartbeats_without_a_session()
    {
        var machine = (await Sell()).Machine("a");
        (await machine.Activate()).Ok();
        var beat = (await machine.Heartbeat()).Ok();
        Assert.Equal((null, "active"), (beat.String("sessionId"), beat.String("status")));
    }

    [Fact]
    public async Task Another_product_and_an_unknown_key_are_refused()
    {
        var machine = (await SellFloating(1)).Machine("a");
        (await machine.Activate()).Ok();
        await Refused(Refusal.WrongProduct, (machine with { ProductId = "other" }).Heartbeat);
        await Refused(Refusal.LicenseNotFound, (machine with { Key = "CGL-NEVER-SOLD" }).Heartbeat);
    }
}

public sealed class HeartbeatOnSqlite(SqliteEngine engine) : HeartbeatScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class HeartbeatOnPostgres(PostgresEngine engine) : HeartbeatScenarios(engine), IClassFixture<PostgresEngine>;
