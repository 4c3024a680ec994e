namespace CgLicense.Server.Tests.Floating;

public abstract class SeatScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task An_activation_takes_a_seat_and_says_for_how_long()
    {
        var license = await SellFloating(3);
        var answer = (await license.Machine("a").Activate()).Ok();
        Assert.Equal((1, 3), (answer.Number("seatsUsed"), answer.Number("maxConcurrent")));
        Assert.Equal((300, -1), (answer.Number("heartbeatSeconds"), answer.Number("maxMachines")));
        Assert.Equal(Clock.GetUtcNow().AddSeconds(900), answer.Time("sessionExpiresAt"));
        Assert.Equal(Clock.GetUtcNow().AddHours(1), answer.Time("expiresAt"));
        Assert.StartsWith("ses_", answer.String("sessionId"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_machine_holds_one_seat_however_often_it_starts()
    {
        var license = await SellFloating(2);
        var first = (await license.Machine("a").Activate()).Ok();
        var second = (await license.Machine("a").Activate()).Ok();
        Assert.Equal(1, second.Number("seatsUsed"));
        Assert.Equal(first.String("sessionId"), second.String("sessionId"));
    }

    [Fact]
    public async Task When_all_seats_are_taken_the_next_machine_hears_when_to_try_again()
    {
        var license = await SellFloating(2);
        (await license.Machine("a").Activate()).Ok();
        await Pass(TimeSpan.FromSeconds(100));
        (await license.Machine("b").Activate()).Ok();
        var answer = await Refused(Refusal.SeatLimit(2), license.Machine("c").Activate);
        Assert.Equal((2, 2, 800), (answer.Number("seatsUsed"), answer.Number("maxConcurrent"), answer.Number("retryAfterSeconds")));
        await Pass(TimeSpan.FromSeconds(800));
        (await license.Machine("c").Activate()).Ok();
    }

    [Fact]
    public async Task A_seat_that_nobody_keeps_lapses_even_before_the_reaper_comes()
    {
        var license = await SellFloating(1);
        (await license.Machine("a").Activate()).Ok();
        Clock.Advance(TimeSpan.FromSeconds(900));
        Assert.Equal(0, await license.SeatsUsed());
        (await license.Machine("b").Activate()).Ok();
    }

    [Fact]
    public async Task Heartbeats_keep_a_seat_for_as_long_as_they_come()
    {
        var license = await SellFloating(1);
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        for (var i = 0; i < 10; i++)
        {
            await Pass(TimeSpan.FromSeconds(899));
            var beat = (await machine.Heartbeat()).Ok();
            Assert.Equal(Clock.GetUtcNow().AddSeconds(900), beat.Time("sessionExpiresAt"));
            Assert.False(beat.Flag("reacquired"));
        }

        (await license.Machine("b").Activate()).Is(Refusal.SeatLimit(1));
    }

    [Fact]
    public async Task A_check_at_start_takes_the_seat_back_when_one_is_free()
    {
        var license = await SellFloating(1);
        var machine = license.Machine("a");
        var first = (await machine.Activate()).Ok();
        await Pass(TimeSpan.FromHours(2));
        var answer = (await machine.Validate()).Ok();
        Assert.True(answer.Flag("refreshed"));
        Assert.Equal(1, answer.Number("seatsUsed"));
        Assert.NotEqual(first.String("sessionId"), answer.String("sessionId"));
    }

    [Fact]
    public async Task A_check_at_start_is_refused_when_all_seats_are_taken()
    {
        var license = await SellFloating(1);
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        await Pass(TimeSpan.FromHours(2));
        (await license.Machine("b").Activate()).Ok();
        await Refused(Refusal.SeatLimit(1), machine.Validate);
    }

    [Fact]
    public async Task Unlimited_seats_are_unlimited()
    {
        var license = await SellFloating(-1);
        for (var i = 1; i <= 20; i++)
            Assert.Equal(i, (await license.Machine($"m{i}").Activate()).Ok().Number("seatsUsed"));
    }

    [Fact]
    public async Task Its_seller_sees_who_sits_where()
    {
        var license = await SellFloating(2);
        (await license.Machine("a").Activate()).Ok();
        (await license.Machine("b").Activate()).Ok();
        Assert.Equal(2, await license.SeatsUsed());
        await Pass(TimeSpan.FromMinutes(10));
        (await license.Machine("a").Heartbeat()).Ok();
        await Pass(TimeSpan.FromMinutes(10));
        var rows = (await license.Show()).Ok()["activations"].EnumerateArray()
            .ToDictionary(row => row.GetProperty("fingerprint").GetString()!, row => row.GetProperty("sessionActive").GetBoolean());
        Assert.Equal((true, false), (rows["a"], rows["b"]));
    }

    [Fact]
    public async Task A_revoked_license_gives_its_seats_up_at_once()
    {
        var license = await SellFloating(2);
        (await license.Machine("a").Activate()).Ok();
        (await license.Revoke()).Ok();
        Assert.Equal(0, await license.SeatsUsed());
        (await license.Reinstate()).Ok();
        Assert.True((await license.Machine("a").Heartbeat()).Ok().Flag("reacquired"));
    }
}

public sealed class SeatsOnSqlite(SqliteEngine engine) : SeatScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class SeatsOnPostgres(PostgresEngine engine) : SeatScenarios(engine), IClassFixture<PostgresEngine>;
