using Npgsql;

namespace CgLicense.Server.Tests.Http;

public abstract class HealthScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_healthy_server_says_so_and_on_what_it_runs()
    {
        var answer = (await Server.Get("/health")).Ok();
        Assert.Equal(("ok", Server.Database.Engine), (answer.String("status"), answer.String("database")));
        Assert.Equal(Clock.GetUtcNow(), answer.Time("time"));
        Assert.Matches(@"^\d+\.\d+\.\d+$", answer.String("version")!);
    }

    [Fact]
    public async Task One_outage_costs_one_answer_however_many_connections_were_open()
    {
        var license = await Sell();
        await Crowd.AtOnce(20, _ => license.Show());
        await Engine.TakeDatabaseAway();
        (await license.Show()).Is(Refusal.Unavailable);
        await Engine.BringDatabaseBack();
        foreach (var answer in await Crowd.AtOnce(20, _ => license.Show()))
            answer.Ok();
    }

    [Fact]
    public async Task Without_its_database_everything_answers_503_and_all_is_well_when_it_is_back()
    {
        var license = await Sell();
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        var before = await TableDump.Of(Server.Database);
        await Engine.TakeDatabaseAway();
        try
        {
            (await Server.Get("/health")).Is(Refusal.Unavailable);
            (await machine.Activate()).Is(Refusal.Unavailable);
            (await machine.Validate()).Is(Refusal.Unavailable);
            var refused = (await license.Show()).Is(Refusal.Unavailable);
            Assert.Equal("5", refused.Headers.GetValues("Retry-After").Single());
            (await Server.Get("/health/live")).Ok();
            (await Server.Get("/getSigningKey")).Ok();
        }
        finally
        {
            await Engine.BringDatabaseBack();
        }

        Assert.Equal(before, await TableDump.Of(Server.Database));
        (await Server.Get("/health")).Ok();
        (await machine.Validate()).Ok();
    }
}

public sealed class HealthOnSqlite(SqliteEngine engine) : HealthScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class HealthOnPostgres(PostgresEngine engine) : HealthScenarios(engine), IClassFixture<PostgresEngine>
{
    [Fact]
    public async Task A_database_that_keeps_a_health_check_waiting_is_unavailable()
    {
        await using var source = new NpgsqlSlimDataSourceBuilder(Engine.Options.PostgresConnection).Build();
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("LOCK TABLE schema_version IN ACCESS EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync();
        var check = Server.Get("/health");
        while (!check.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20);
        }

        (await check).Is(Refusal.Unavailable);
        (await Server.Get("/health/live")).Ok();
        await transaction.RollbackAsync();
        (await Server.Get("/health")).Ok();
    }
}
