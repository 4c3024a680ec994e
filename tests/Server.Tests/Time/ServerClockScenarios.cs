using Microsoft.Extensions.Time.Testing;

namespace CgLicense.Server.Tests.Time;

/// <summary>Servers whose clocks are wrong: two nodes that differ, and one that was set right after it had been wrong.</summary>
public abstract class ServerClockScenarios(EngineFixture engine) : Scenario(engine)
{
    [Theory, InlineData(1), InlineData(400)]
    public async Task Seats_given_while_the_clock_was_days_ahead_lapse_as_if_given_now(int days)
    {
        var license = await SellFloating(2);
        await using (var ahead = await StartAt(TimeSpan.FromDays(days)))
        {
            (await license.On(ahead).Machine("gone").Activate()).Ok();
            (await license.On(ahead).Machine("stays").Activate()).Ok();
        }

        var stays = license.Machine("stays");
        (await stays.Activate()).Ok();
        (await license.Machine("waits").Activate()).Is(Refusal.SeatLimit(2));
        await Pass(TimeSpan.FromMinutes(10));
        (await stays.Heartbeat()).Ok();
        await Pass(TimeSpan.FromMinutes(5));
        (await license.Machine("waits").Activate()).Ok();
        Assert.False((await stays.Heartbeat()).Ok().Body.TryGetProperty("reacquired", out var again) && again.GetBoolean());
        Assert.Equal(2, await license.SeatsUsed());
    }

    [Fact]
    public async Task Attempts_made_while_the_clock_was_a_day_ahead_do_not_lock_a_new_machine_out_for_a_day()
    {
        var license = await Sell(new { maxMachines = -1 });
        await using (var ahead = await StartAt(TimeSpan.FromDays(1)))
        {
            for (var i = 0; i < 15; i++)
                (await license.On(ahead).Machine($"machine-{i}").Activate()).Ok();
            (await license.On(ahead).Machine("one-more").Activate()).Is(Refusal.RateLimited);
        }

        (await license.Machine("one-more").Activate()).Ok();
    }

    [Theory, InlineData(-10), InlineData(-5), InlineData(5), InlineData(10)]
    public async Task Two_nodes_minutes_apart_neither_lose_a_kept_seat_nor_give_one_twice(int minutes)
    {
        var license = await SellFloating(1);
        await using var other = await StartAt(TimeSpan.FromMinutes(minutes), out var otherClock);
        var here = license.Machine("artist");
        (await here.Activate()).Ok();
        var there = license.On(other).Machine("artist");
        (await there.Activate()).Ok();
        // Five minutes is the rhythm that clients are told; each beat reaches the other node.
        for (var beat = 0; beat < 6; beat++)
        {
            await Pass(TimeSpan.FromMinutes(5));
            otherClock.Advance(TimeSpan.FromMinutes(5));
            var (mine, theirs) = beat % 2 == 0 ? (here, license.On(other)) : (there, license);
            (await theirs.Machine("rival").Activate()).Is(Refusal.SeatLimit(1));
            (await mine.Heartbeat()).Ok();
        }
    }

    [Fact]
    public async Task A_machine_activated_while_the_clock_was_years_ahead_is_served_when_it_is_right_again()
    {
        var license = await Sell(new { maxMachines = 1 });
        string token;
        await using (var ahead = await StartAt(TimeSpan.FromDays(3000)))
            token = (await license.On(ahead).Machine("artist").Activate()).Ok().String("token")!;
        (await Server.Post("/validate", new { licenseKey = license.Key, machineFingerprint = "artist", token })).Ok();
        (await license.Machine("artist").Activate()).Ok();
        Assert.Equal(1, await license.MachinesUsed());
    }

    private Task<RunningServer> StartAt(TimeSpan off) => StartAt(off, out _);

    private Task<RunningServer> StartAt(TimeSpan off, out FakeTimeProvider clock)
    {
        clock = new FakeTimeProvider(Clock.GetUtcNow() + off);
        return RunningServer.Start(Engine.Options, clock);
    }
}

public sealed class ServerClockOnSqlite(SqliteEngine engine) : ServerClockScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ServerClockOnPostgres(PostgresEngine engine) : ServerClockScenarios(engine), IClassFixture<PostgresEngine>;
