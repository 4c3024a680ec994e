using CgLicense.Server.Backup;
using CgLicense.Server.Storage;
using Npgsql;
using NpgsqlTypes;

namespace CgLicense.Server.Moving;

/// <summary>
/// How far a move has come, kept in the target in the same transactions as the rows: a kill loses nothing and repeats
/// nothing. The table exists only while a move is unfinished.
/// </summary>
internal static class MovingTable
{
    private const string Exists = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'moving'";

    /// <exception cref="StorageUnavailableException">The target is half copied, or cannot be reached.</exception>
    public static async Task RefuseUnfinished(string target)
    {
        await using var database = new PostgresDatabase(target);
        if (await database.Read(session => session.Number(Exists)) > 0)
            throw new StorageUnavailableException("This database is half copied from SQLite. Run 'cglicense-server migrate' again until it says that it is done, then start the server.");
    }

    /// <summary>Makes the table in an empty target, or finds the one of an interrupted move of the same source.</summary>
    /// <exception cref="BackupFaultException">The target is in use, or was begun from another source.</exception>
    public static async Task Begin(NpgsqlConnection target, string digest, IEnumerable<string> tables)
    {
        if (await Number(target, Exists) > 0)
        {
            if (await Number(target, "SELECT COUNT(*) FROM moving WHERE name = '' AND digest = @digest", digest) == 0)
                throw new BackupFaultException("The target holds part of another database, or the source was used since the copy began. Empty the target (DROP DATABASE, CREATE DATABASE) and run this again.");
            return;
        }

        foreach (var table in tables)
        {
            if (await Number(target, $"SELECT COUNT(*) FROM \"{table}\"") > 0)
                throw new BackupFaultException($"The target is not empty: its table {table} has rows. Name a database that no server has used.");
        }

        await using var transaction = await target.BeginTransactionAsync();
        await Execute(target, "CREATE TABLE moving (name TEXT NOT NULL PRIMARY KEY, digest TEXT, last_row BIGINT NOT NULL)");
        await Number(target, "INSERT INTO moving (name, digest, last_row) VALUES ('', @digest, 0) RETURNING last_row", digest);
        await transaction.CommitAsync();
    }

    /// <summary>The last row of the source that is in the target; 0 before the first.</summary>
    public static async Task<long> LastRow(NpgsqlConnection target, string table) =>
        await Number(target, $"SELECT COALESCE(MAX(last_row), 0) FROM moving WHERE name = '{table}'");

    public static async Task Note(NpgsqlConnection target, string table, long lastRow)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO moving (name, last_row) VALUES (@name, @row) ON CONFLICT (name) DO UPDATE SET last_row = EXCLUDED.last_row", target);
        command.Parameters.Add(new("name", NpgsqlDbType.Text) { Value = table });
        command.Parameters.Add(new("row", NpgsqlDbType.Bigint) { Value = lastRow });
        await command.ExecuteNonQueryAsync();
    }

    public static Task End(NpgsqlConnection target) => Execute(target, "DROP TABLE moving");

    public static async Task<long> Number(NpgsqlConnection target, string sql, string? digest = null)
    {
        await using var command = new NpgsqlCommand(sql, target) { CommandTimeout = 0 };
        if (digest is not null)
            command.Parameters.Add(new("digest", NpgsqlDbType.Text) { Value = digest });
        return await command.ExecuteScalarAsync() is long number ? number : 0;
    }

    public static async Task Execute(NpgsqlConnection target, string sql)
    {
        await using var command = new NpgsqlCommand(sql, target) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
