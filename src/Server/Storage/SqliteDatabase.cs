using System.Collections.Concurrent;
using CgLicense.Server.Audit;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CgLicense.Server.Storage;

/// <summary>SQLite inside the process: one writer (<see cref="SqliteWriter"/>), many readers on connections of their own.</summary>
internal sealed class SqliteDatabase : Database
{
    // What a trigger says who refuses what it was made for.
    private const string Refuse = "BEGIN SELECT RAISE(ABORT, 'The audit trail is only ever added to.'); END";

    private readonly string connectionString;
    private readonly AuditKey? auditKey;
    private readonly SqliteWriter writer;
    private readonly ConcurrentBag<SqliteSession> idleReaders = [];
    private readonly SemaphoreSlim readerSlots = new(Environment.ProcessorCount * 4);

    static SqliteDatabase()
    {
        Batteries_V2.Init();
        // Each connection here serves one at a time anyway: SQLite need not lock it at every call, nor count its memory under a lock of all.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <param name="file">The database file; made when it is missing.</param>
    /// <param name="auditKey">What changes are sealed with; without it, none can be recorded.</param>
    public SqliteDatabase(string file, AuditKey? auditKey = null)
    {
        this.auditKey = auditKey;
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Pooling = false,
            // Seconds. The library's own 30 would keep everybody waiting while another program holds the file.
            DefaultTimeout = 5,
        }.ToString();
        writer = new SqliteWriter(Open(readOnly: false), WakeUps, new SqliteCheckpoints(file, () => Open(readOnly: false)));
    }

    public override string Engine => "sqlite";

    protected override Task<T> Run<T>(Func<Session, Task<T>> work, Action<T> isDone, CancellationToken cancel) =>
        writer.Run(work, isDone, cancel);

    public override async Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel = default)
    {
        await readerSlots.WaitAsync(cancel);
        try
        {
            if (!idleReaders.TryTake(out var reader))
                reader = Open(readOnly: true);
            try
            {
                return await work(reader);
            }
            finally
            {
                idleReaders.Add(reader);
            }
        }
        catch (SqliteException e)
        {
            throw SqliteWriter.Unavailable(e);
        }
        finally
        {
            readerSlots.Release();
        }
    }

    public override Task Migrate(Func<Session, Task> work) => Write<object?>(async session =>
    {
        await work(session);
        return null;
    });

    // INTEGER PRIMARY KEY is the rowid itself: no second index, rows in order of creation.
    public override string InOwnDialect(string migration) => migration
        .Replace("$AUTOID", "INTEGER PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal)
        .Replace("$REFUSE", Refuse, StringComparison.Ordinal);

    public override async ValueTask DisposeAsync()
    {
        // The writer last, and the thread of its checkpoints last of all: its file handle must outlive all connections.
        foreach (var reader in idleReaders)
            reader.Dispose();
        await writer.DisposeAsync();
        readerSlots.Dispose();
    }

    /// <summary>
    /// The upper levels of all indexes, and the rows that are asked for every day: a small part of a large file. What is kept besides is the
    /// system's; a map of the file would count as this process's memory, once per connection.
    /// </summary>
    private static long CacheKilobytes(string file, bool readOnly)
    {
        var kilobytes = new FileInfo(file).Length / 1024;
        return readOnly ? Math.Clamp(kilobytes / 128, 4 * 1024, 64 * 1024) : Math.Clamp(kilobytes / 64, 32 * 1024, 256 * 1024);
    }

    private SqliteSession Open(bool readOnly)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            // FULL: an answered activation survives a power cut. The writer's group commit pays for it once per batch.
            pragmas.CommandText =
                "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
                // Checkpoints are made beside the writer (SqliteCheckpoints), not in the middle of its commits.
                + "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0;"
                + FormattableString.Invariant($"PRAGMA cache_size = -{CacheKilobytes(connection.DataSource, readOnly)};")
                + (readOnly ? "PRAGMA query_only = ON;" : "");
            pragmas.ExecuteNonQuery();
            return new SqliteSession(connection) { AuditKey = auditKey };
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteWriter.Unavailable(e);
        }
    }
}
