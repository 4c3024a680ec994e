using System.Data.Common;
using CgLicense.TestServer;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CgLicense.Server.Tests.Processes;

/// <summary>A database for real server processes, as many as the engine allows; and a look at it past all of them.</summary>
public abstract class Nodes : IAsyncLifetime
{
    /// <summary>SQLite is one process's; PostgreSQL is shared by two.</summary>
    public abstract int Count { get; }

    protected string Folder { get; } = Directory.CreateTempSubdirectory("cglicense-test-").FullName;

    protected Dictionary<string, string> Settings { get; } = new() { ["CGLICENSE_ADMIN_SECRET"] = EngineFixture.AdminSecret };

    public abstract ValueTask InitializeAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <param name="url">Null for a free port.</param>
    /// <param name="more">Settings beside the usual ones.</param>
    public Task<ServerProcess> Start(string? url = null, params (string Name, string Value)[] more) => ServerProcess.Start(
        Folder, url, Settings.Concat(more.Select(one => KeyValuePair.Create(one.Name, one.Value))).ToDictionary());

    /// <summary>One more node of another release.</summary>
    public Task<ServerProcess> StartProgram(string program) => ServerProcess.Start(Folder, null, Settings, program);

    public string KeysFolder => Path.Combine(Folder, "keys");

    public async Task<List<ServerProcess>> StartAll()
    {
        var nodes = new List<ServerProcess>();
        while (nodes.Count < Count)
            nodes.Add(await Start());
        return nodes;
    }

    /// <summary>Queries by which the engine says that its file is sound: each answers <c>ok</c>.</summary>
    public virtual IReadOnlyList<string> SelfChecks => [];

    /// <summary>An open connection of its own, for reading.</summary>
    public abstract Task<DbConnection> Look();

    /// <summary>From now on no machine can be written down, and the engine says so with the row before its eyes.</summary>
    public abstract Task BreakActivations();

    /// <summary>The first column of every row, past all servers.</summary>
    public async Task<List<string>> Read(string sql)
    {
        await using var connection = await Look();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
            texts.Add(reader.GetString(0));
        return texts;
    }
}

public sealed class SqliteNode : Nodes
{
    public override int Count => 1;

    public override IReadOnlyList<string> SelfChecks { get; } =
        ["PRAGMA integrity_check", "SELECT COALESCE((SELECT 'broken' FROM pragma_foreign_key_check), 'ok')"];

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override async Task BreakActivations()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "cglicense.db")};Pooling=False;Default Timeout=10");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TRIGGER broken BEFORE INSERT ON activation BEGIN SELECT RAISE(ABORT, 'broken'); END";
        await command.ExecuteNonQueryAsync();
    }

    public override async Task<DbConnection> Look()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "cglicense.db")};Mode=ReadOnly;Pooling=False;Default Timeout=10");
        await connection.OpenAsync();
        return connection;
    }
}

public sealed class PostgresNodes : Nodes
{
    private string database = "";

    public override int Count => 2;

    public override async ValueTask InitializeAsync()
    {
        database = await TestPostgres.Create();
        Settings["CGLICENSE_DATABASE"] = TestPostgres.ConnectionTo(database);
    }

    public override async Task BreakActivations()
    {
        await using var connection = await Look();
        await using var command = connection.CreateCommand();
        command.CommandText = "ALTER TABLE activation ADD CONSTRAINT broken CHECK (hostname = '') NOT VALID";
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await TestPostgres.Drop(database);
        await base.DisposeAsync();
    }

    public override async Task<DbConnection> Look()
    {
        var connection = new NpgsqlConnection(TestPostgres.ConnectionTo(database));
        await connection.OpenAsync();
        return connection;
    }
}
