using CgLicense.Keys;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Storage;

public abstract class MigratorScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        await Sell();
        var before = await TableDump.Of(Server.Database);
        await using (await Engine.StartAnother())
        {
            Assert.Equal(before, await TableDump.Of(Server.Database));
        }
    }

    [Fact]
    public async Task Servers_that_start_at_once_on_an_empty_database_all_come_up()
    {
        for (var round = 0; round < 3; round++)
        {
            var options = await Engine.Fresh();
            var servers = await Crowd.AtOnce(4, _ => RunningServer.Start(options, Clock));
            foreach (var server in servers)
            {
                Assert.Equal("ok", (await server.Get("/health")).Ok().String("status"));
                (await server.Get("/listProducts", EngineFixture.AdminSecret)).Ok();
            }

            foreach (var server in servers)
                await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Servers_that_start_at_once_without_keys_agree_on_one_set_of_keys()
    {
        var options = await Engine.Fresh() with { KeysFolder = null };
        var servers = await Crowd.AtOnce(3, _ => RunningServer.Start(options, Clock));
        var keySets = new HashSet<string?>();
        foreach (var server in servers)
            keySets.Add((await server.Get("/getSigningKey")).Ok().String("keySet"));
        foreach (var server in servers)
            await server.DisposeAsync();
        Assert.Equal([new KeyFolder(Path.Combine(options.DataFolder, "keys")).ReadKeySet().Compact], keySets);
    }

    [Fact]
    public async Task A_database_that_a_newer_server_has_used_is_refused_with_what_to_do()
    {
        var options = await Engine.Fresh();
        await using (var server = await RunningServer.Start(options, Clock))
        {
            await server.Database.Write(session => session.Execute("INSERT INTO schema_version (version, applied_at) VALUES (9999, 0)"));
        }

        var refused = await Assert.ThrowsAsync<SchemaTooNewException>(() => RunningServer.Start(options, Clock));
        Assert.Matches(
            @"^The database has schema version 9999, this program knows versions up to \d+\. "
            + "A newer server has used this database: start that version again, or restore a backup made before the upgrade.$",
            refused.Message);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind()
    {
        var options = await Engine.Fresh();
        await using (var server = await RunningServer.Start(options, Clock))
        {
            await server.Database.Write(session => session.Execute("DELETE FROM schema_version"));
        }

        // The tables are there already, so that the first migration stumbles over them.
        await Assert.ThrowsAnyAsync<Exception>(() => RunningServer.Start(options, Clock));
        await using Database database = options.PostgresConnection is { } connection
            ? new PostgresDatabase(connection)
            : new SqliteDatabase(Path.Combine(options.DataFolder, "cglicense.db"));
        Assert.Equal(0, await database.Read(session => session.Number("SELECT COUNT(*) FROM schema_version")));
    }
}

public sealed class MigratorOnSqlite(SqliteEngine engine) : MigratorScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class MigratorOnPostgres(PostgresEngine engine) : MigratorScenarios(engine), IClassFixture<PostgresEngine>;
