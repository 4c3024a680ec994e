using Npgsql;

namespace CgLicense.Server.Tests.Harness;

/// <summary>The PostgreSQL server that the tests may create databases on.</summary>
internal static class TestPostgres
{
    private const string Variable = "CGLICENSE_TEST_POSTGRES";

    private static int created;

    private static string Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } connection
        ? connection
        : throw new InvalidOperationException(
            $"{Variable} is not set, and every promise is tested on PostgreSQL too. Run ./test.sh: it starts a PostgreSQL and sets it.");

    public static async Task<string> Create()
    {
        var name = $"cgl_test_{Environment.ProcessId}_{Interlocked.Increment(ref created)}";
        await Run($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await Run($"CREATE DATABASE {name}");
        return name;
    }

    public static string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder(Server) { Database = database, MaxPoolSize = 20 }.ToString();

    public static Task Drop(string database) => Run($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    public static async Task Run(string sql)
    {
        await using var source = new NpgsqlSlimDataSourceBuilder(Maintenance()).Build();
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string Maintenance() =>
        new NpgsqlConnectionStringBuilder(Server) { Database = "postgres", Pooling = false }.ToString();
}
