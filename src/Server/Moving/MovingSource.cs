using System.Security.Cryptography;
using CgLicense.Server.Backup;
using CgLicense.Server.Storage;
using Microsoft.Data.Sqlite;

namespace CgLicense.Server.Moving;

/// <summary>A table of the source, its columns, and whether a column is a whole number (else it is text).</summary>
internal sealed record MovingTableShape(string Name, IReadOnlyList<(string Name, bool IsNumber)> Columns)
{
    public string ColumnList => string.Join(", ", Columns.Select(column => $"\"{column.Name}\""));
}

/// <summary>The SQLite file that is moved. Nobody writes to it meanwhile, so a rowid is a place to go on from.</summary>
internal sealed class MovingSource : IAsyncDisposable
{
    private readonly SqliteConnection connection;

    private MovingSource(SqliteConnection connection, string digest)
    {
        this.connection = connection;
        Digest = digest;
    }

    /// <summary>SHA-256 of the file: a copy goes on only from exactly what it began with.</summary>
    public string Digest { get; }

    /// <exception cref="BackupFaultException">It is damaged, or not of this program's schema.</exception>
    public static async Task<MovingSource> Open(string file)
    {
        var connection = await SqliteCopy.Open(file);
        try
        {
            // A killed server leaves its log behind: what is in it becomes part of the file, and of its digest.
            await SqliteCopy.Number(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            var schema = await SqliteCopy.Schema(connection);
            if (schema != Migrator.Newest)
                throw new BackupFaultException($"The database has schema {schema}, this program {Migrator.Newest}. Start this version's server on it once and stop it, then run this again.");
            if (await SqliteCopy.Faults(connection) is { Count: > 0 } faults)
                throw new BackupFaultException($"The database is damaged, and nothing was copied: {faults[0]}");
            // The write lock, never used: SQLite itself keeps off programs that know nothing of ours.
            await SqliteCopy.Number(connection, "BEGIN IMMEDIATE");
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return new(connection, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream)));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every table, those that others refer to first.</summary>
    public async Task<List<MovingTableShape>> Tables()
    {
        var waiting = await SqliteCopy.Texts(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version' ORDER BY name");
        var ordered = new List<string>();
        while (waiting.Count > 0)
        {
            var ready = new List<string>();
            foreach (var table in waiting)
            {
                var parents = await SqliteCopy.Texts(connection, $"SELECT \"table\" FROM pragma_foreign_key_list('{table}')");
                if (parents.TrueForAll(parent => parent == table || ordered.Contains(parent)))
                    ready.Add(table);
            }

            if (ready.Count == 0)
                throw new InvalidOperationException("The tables refer to each other in a circle: " + string.Join(", ", waiting));
            ordered.AddRange(ready);
            waiting.RemoveAll(ready.Contains);
        }

        var shapes = new List<MovingTableShape>();
        foreach (var table in ordered)
        {
            var columns = await SqliteCopy.Texts(connection, $"SELECT name || ' ' || type FROM pragma_table_info('{table}') ORDER BY cid");
            shapes.Add(new(table, [.. columns.Select(column => column.Split(' ', 2)).Select(parts => (parts[0], parts[1] != "TEXT"))]));
        }

        return shapes;
    }

    public Task<long> Count(string table) => SqliteCopy.Number(connection, $"SELECT COUNT(*) FROM \"{table}\"");

    /// <summary>The highest number that was ever given out, also to rows that are gone; 0 where the table numbers nothing.</summary>
    public Task<long> HighestNumber(string table) => SqliteCopy.Number(connection, $"SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = '{table}'");

    /// <summary>The next rows after a rowid: each its rowid, then its columns.</summary>
    public async Task<List<object?[]>> Page(MovingTableShape table, long after, int rows)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT rowid, {table.ColumnList} FROM \"{table.Name}\" WHERE rowid > @after ORDER BY rowid LIMIT @rows";
        command.Parameters.AddWithValue("@after", after);
        command.Parameters.AddWithValue("@rows", rows);
        await using var reader = await command.ExecuteReaderAsync();
        var page = new List<object?[]>();
        while (await reader.ReadAsync())
            page.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return page;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
