using CgLicense.Server.Audit;
using CgLicense.Server.Privacy;
using CgLicense.Server.Tests.Audit;

namespace CgLicense.Server.Tests.Privacy;

public abstract class RetentionScenarios(EngineFixture engine) : Scenario(engine)
{
    private const string WithAddress = "SELECT COUNT(*) FROM audit WHERE address IS NOT NULL";
    private const string WithNames = "SELECT COUNT(*) FROM audit WHERE personal IS NOT NULL";

    [Fact]
    public async Task Old_addresses_and_names_are_forgotten_each_in_its_time_and_the_history_stays_proved()
    {
        await using var history = await History.Begin(Engine);
        await using var server = await RunningServer.Start(
            history.Options with { Retention = new(TimeSpan.FromHours(30), TimeSpan.FromHours(60)) }, Clock);
        var (addresses, names) = (await Count(server, WithAddress), await Count(server, WithNames));
        Assert.True(addresses > 0 && names > 0);

        Clock.Advance(TimeSpan.FromHours(29));
        await server.SweepRetention();
        Assert.Equal((addresses, names), (await Count(server, WithAddress), await Count(server, WithNames)));

        Clock.Advance(TimeSpan.FromHours(1));
        var key = await history.Grow("three");
        await server.SweepRetention();
        // What has just been written is young.
        Assert.Equal(addresses / 2, await Count(server, WithAddress));
        Assert.True(await Count(server, WithNames) > names);

        Clock.Advance(TimeSpan.FromHours(30));
        await server.SweepRetention();
        Assert.Equal((0L, names / 2), (await Count(server, WithAddress), await Count(server, WithNames)));
        (await server.Admin("/getLicense", new { licenseKey = key })).Ok();
        Assert.Empty((await history.Verify()).Faults);
    }

    [Fact]
    public async Task Zero_days_keep_for_ever()
    {
        await using var history = await History.Begin(Engine);
        await using var server = await RunningServer.Start(history.Options with { Retention = new RetentionOptions(null, null) }, Clock);
        var (addresses, names) = (await Count(server, WithAddress), await Count(server, WithNames));
        Clock.Advance(TimeSpan.FromHours(100));
        await server.SweepRetention();
        Assert.Equal((addresses, names), (await Count(server, WithAddress), await Count(server, WithNames)));
    }

    [Fact]
    public async Task More_than_one_step_is_swept_at_once_by_two_servers_together()
    {
        await using var history = await History.Begin(Engine);
        var options = history.Options with { Retention = new(TimeSpan.FromHours(1), null) };
        await using var one = await RunningServer.Start(options, Clock);
        await using var other = await RunningServer.Start(options, Clock);
        await history.Server.Database.Write(async session =>
        {
            for (var i = 0; i < 2300; i++)
                await AuditTrail.Record(session, new Change(Actor.Machine("192.0.2.7"), Clock.GetUtcNow(), "test", $"{i}"));

            return true;
        });
        Clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(one.SweepRetention(), other.SweepRetention());
        Assert.Equal(0, await Count(other, WithAddress));
        Assert.Empty((await history.Verify()).Faults);
    }

    private static Task<long> Count(RunningServer server, string sql) => server.Database.Read(async session => await session.Number(sql) ?? 0);
}

public sealed class RetentionOnSqlite(SqliteEngine engine) : RetentionScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class RetentionOnPostgres(PostgresEngine engine) : RetentionScenarios(engine), IClassFixture<PostgresEngine>;
