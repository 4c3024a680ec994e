using Microsoft.Data.Sqlite;

namespace CgLicense.Server.Backup;

/// <summary>
/// A copy of a SQLite file as it was at one moment. <c>VACUUM INTO</c> reads one snapshot of the write-ahead log: the
/// server's writer goes on meanwhile, and never waits for it.
/// </summary>
internal static class SqliteCopy
{
    public static async Task Make(string from, string to)
    {
        await using var source = await Open(from);
        await using var copy = source.CreateCommand();
        copy.CommandText = "VACUUM INTO @to";
        // A large database takes its time; nobody waits for it.
        copy.CommandTimeout = 0;
        copy.Parameters.AddWithValue("@to", to);
        await copy.ExecuteNonQueryAsync();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(to, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public static async Task<Dictionary<string, long>> CountRows(SqliteConnection connection)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in await Texts(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"))
            counts[table] = await Number(connection, $"SELECT COUNT(*) FROM \"{table}\"");
        return counts;
    }

    public static Task<long> Schema(SqliteConnection connection) => Number(connection, "SELECT COALESCE(MAX(version), 0) FROM schema_version");

    /// <summary>Everything that SQLite itself finds wrong; empty for a sound file.</summary>
    public static async Task<List<string>> Faults(SqliteConnection connection)
    {
        var faults = await Texts(connection, "PRAGMA integrity_check");
        faults.Remove("ok");
        faults.AddRange(await Texts(connection, "SELECT 'A row of ' || \"table\" || ' refers to a row of ' || parent || ' that is not there.' FROM pragma_foreign_key_check"));
        return faults;
    }

    /// <summary>For reading; the file must be there.</summary>
    public static async Task<SqliteConnection> Open(string file)
    {
        // Not Mode=ReadOnly: the log's shared memory must be written to by readers too.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync();
            await using var pragmas = connection.CreateCommand();
            pragmas.CommandText = "PRAGMA busy_timeout = 5000";
            await pragmas.ExecuteNonQueryAsync();
            return connection;
        }
        catch (SqliteException)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static async Task<long> Number(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() is long number ? number : 0;
    }

    public static async Task<List<string>> Texts(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
            texts.Add(reader.GetString(0));
        return texts;
    }
}
