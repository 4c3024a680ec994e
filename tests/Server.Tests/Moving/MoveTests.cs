using CgLicense.Server.Tests.Processes;
using CgLicense.TestServer;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CgLicense.Server.Tests.Moving;

/// <summary>From SQLite to PostgreSQL, with a kill in the middle and everything that could go wrong on the way.</summary>
public sealed class MoveTests : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("cglicense-test-").FullName;
    private readonly Dictionary<string, string> settings = new() { ["CGLICENSE_ADMIN_SECRET"] = EngineFixture.AdminSecret };
    private string database = "";

    private string Target => TestPostgres.ConnectionTo(database);

    public async ValueTask InitializeAsync() => database = await TestPostgres.Create();

    public async ValueTask DisposeAsync()
    {
        await TestPostgres.Drop(database);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_move_that_is_killed_goes_on_and_the_new_server_knows_everything()
    {
        Key key;
        string token;
        await using (var first = await ServerProcess.Start(data, environment: settings))
        {
            key = await Wire.Sell(first.Url, await Wire.NewProduct(first.Url), "machines");
            token = (await key.Ask(first.Url, "/activate", "m0")).Ok().String("token")!;
            Backup.BackupTests.Refused(await Move(), "A server is running on");
            await first.Kill();
        }

        await Sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) INSERT INTO activation_attempt SELECT 1, i FROM n");
        using (var half = ServerCommand.Start("migrate", "--to", Target, "--data", data))
        {
            while (await Moved() is 0 && !half.HasExited)
                await Task.Delay(5, TestContext.Current.CancellationToken);
            half.Kill();
            await half.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.InRange(await Moved(), 1, 399_999);
        var postgres = settings.Append(KeyValuePair.Create("CGLICENSE_DATABASE", Target)).ToDictionary();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ServerProcess.Start(data, environment: postgres));
        Assert.Contains("This database is half copied from SQLite.", refused.Message, StringComparison.Ordinal);

        var whole = await Move();
        Assert.True(whole.ExitCode == 0, whole.Error);
        Assert.Contains("The audit trail is whole", whole.Output, StringComparison.Ordinal);
        await using (var second = await ServerProcess.Start(data, environment: postgres))
        {
            (await Wire.Post(second.Url, "/validate", new { licenseKey = key.LicenseKey, productId = key.ProductId, machineFingerprint = "m0", token })).Ok();
            // Made after the move: numbers go on where SQLite's ended.
            (await (await Wire.Sell(second.Url, key.ProductId, "machines")).Ask(second.Url, "/activate", "m1")).Ok();
            Assert.True((await Wire.Admin(second.Url, "/verifyAudit", new { })).Ok().Flag("intact"));
        }

        Backup.BackupTests.Refused(await Move(), "The target is not empty");
    }

    [Fact]
    public async Task A_copy_does_not_go_on_from_a_source_that_was_used_since()
    {
        await using (var server = await ServerProcess.Start(data, environment: settings))
            await server.Stop();
        await Sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO setting SELECT 'n' || i, 'before' FROM n");
        Assert.Equal(0, (await Move()).ExitCode);
        await using (var target = new NpgsqlConnection(Target))
        {
            await target.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand("CREATE TABLE moving (name TEXT NOT NULL PRIMARY KEY, digest TEXT, last_row BIGINT NOT NULL); INSERT INTO moving VALUES ('', 'another', 0)", target);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Backup.BackupTests.Refused(await Move(), "or the source was used since the copy began");
    }

    private Task<CommandResult> Move() => ServerCommand.Run("migrate", "--to", Target, "--data", data);

    private async Task Sql(string text)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "cglicense.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Rows of the largest table that are in the target for good.</summary>
    private async Task<long> Moved()
    {
        await using var connection = new NpgsqlConnection(Target);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT COUNT(*) FROM activation_attempt", connection);
        try
        {
            return (long)(await command.ExecuteScalarAsync())!;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
    }
}
