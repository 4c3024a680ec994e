using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace CgLicense.Server.Tests.Harness;

/// <summary>A fresh database of one engine and a server on it, whose clock the tests turn.</summary>
public abstract class EngineFixture : IAsyncLifetime
{
    public const string AdminSecret = "an-admin-secret-of-the-tests-0123";

    public const string StripeSecret = "whsec_a-stripe-secret-of-the-tests";
    public const string WebhookSecret = "a-webhook-secret-of-the-tests-4567";

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-test-").FullName;

    public string DataFolder => folder;

    internal FakeTimeProvider Clock { get; } = new(TestKeys.Epoch);

    internal ServerOptions Options { get; private set; } = new();

    internal RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Options = new ServerOptions
        {
            Urls = "http://127.0.0.1:0",
            DataFolder = folder,
            KeysFolder = TestKeys.Folder,
            AdminSecret = AdminSecret,
            // The receivers of the tests listen on this computer.
            WebhookAllowPrivate = true,
            StripeSecrets = ["whsec_an-older-stripe-secret", StripeSecret],
            WebhookSecrets = ["an-older-webhook-secret-of-the-tests", WebhookSecret],
            PostgresConnection = await CreateDatabase(),
        };
        Server = await StartAnother();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Server is not null)
            await Server.DisposeAsync();
        await DropDatabase();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>One more server on the same database, as a second node or as the same one after a restart.</summary>
    internal Task<RunningServer> StartAnother() => RunningServer.Start(Options, Clock);

    /// <summary>Settings for a database that no server has ever seen.</summary>
    internal async Task<ServerOptions> Fresh() => Options with
    {
        DataFolder = Path.Combine(folder, Guid.NewGuid().ToString("N")),
        PostgresConnection = await CreateDatabase(),
    };

    /// <summary>Time passes; what is over by then has been swept away and told when this returns, and not while a test looks.</summary>
    internal async Task Pass(TimeSpan time)
    {
        Clock.Leap(time);
        await Server.Sweep();
        await Server.WatchExpiry();
    }

    /// <summary>The connection string, where the engine needs one.</summary>
    protected abstract Task<string?> CreateDatabase();

    protected abstract Task DropDatabase();

    /// <summary>The database stops serving without a word to the server, which keeps its connections.</summary>
    public abstract Task TakeDatabaseAway();

    public abstract Task BringDatabaseBack();
}

public sealed class SqliteEngine : EngineFixture
{
    public string File => Path.Combine(DataFolder, "cglicense.db");

    protected override Task<string?> CreateDatabase() => Task.FromResult<string?>(null);

    protected override Task DropDatabase() => Task.CompletedTask;

    // A file restored from the wrong place: readable, but with none of our tables in it.
    public override Task TakeDatabaseAway() => Run(
        "ALTER TABLE license RENAME TO away_license", "ALTER TABLE schema_version RENAME TO away_schema_version");

    public override Task BringDatabaseBack() => Run(
        "ALTER TABLE away_license RENAME TO license", "ALTER TABLE away_schema_version RENAME TO schema_version");

    private async Task Run(params string[] statements)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False;Default Timeout=10");
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }
}

public sealed class PostgresEngine : EngineFixture
{
    private readonly List<string> databases = [];

    // The first one is the fixture's own server's.
    private string Database => databases[0];

    protected override async Task<string?> CreateDatabase()
    {
        databases.Add(await TestPostgres.Create());
        return TestPostgres.ConnectionTo(databases[^1]);
    }

    protected override async Task DropDatabase()
    {
        foreach (var database in databases)
            await TestPostgres.Drop(database);
    }

    public override async Task TakeDatabaseAway()
    {
        await TestPostgres.Run($"ALTER DATABASE {Database} ALLOW_CONNECTIONS false");
        await TestPostgres.Run($"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{Database}'");
    }

    public override Task BringDatabaseBack() => TestPostgres.Run($"ALTER DATABASE {Database} ALLOW_CONNECTIONS true");
}
