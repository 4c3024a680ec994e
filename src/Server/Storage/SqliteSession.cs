using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CgLicense.Server.Storage;

/// <summary>A SQLite connection that keeps its statements prepared.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : Session, IDisposable
{
    private readonly Dictionary<string, Kept> prepared = new(StringComparer.Ordinal);

    // There is only one writer; nobody to be kept off.
    public override string LockRow(string alias) => "";

    // As always.
    public override string Bytewise => "";

    public override string HoldRow(string alias) => "";

    public override string LockRowToDelete(string alias) => "";

    public override Task AwaitWriters(string table) => Task.CompletedTask;

    public override Task SendLock(string select, string alias, params Arg[] args) => Task.CompletedTask;

    protected override Command Prepare(string sql) => KeptFor(sql);

    /// <summary>Pages that this connection has written to the write-ahead log since it was opened, some of them many times.</summary>
    public long PagesWritten
    {
        get
        {
            const int cacheWrite = 9; // SQLITE_DBSTATUS_CACHE_WRITE
            raw.sqlite3_db_status(connection.Handle, cacheWrite, out var pages, out _, resetFlg: 0);
            return pages;
        }
    }

    /// <summary>
    /// Copies what is in the write-ahead log now into the database file, and waits for no one. When that was all there is, the next commit
    /// begins the log anew. What fails now is done next time.
    /// </summary>
    public void Checkpoint() => raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);

    /// <summary>For BEGIN, SAVEPOINT and their like.</summary>
    public void Control(string sql) => KeptFor(sql).Inner.ExecuteNonQuery();

    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        connection.Dispose();
    }

    private Kept KeptFor(string sql)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = new Kept(connection, sql);
            prepared.Add(sql, command);
        }

        return command;
    }

    /// <summary>A prepared statement. It stays prepared, with the parameters it had.</summary>
    private sealed class Kept(SqliteConnection connection, string sql) : Command, IDisposable
    {
        private Arg[] args = [];
        private string[] names = [];
        private SqliteChange? change;
        private bool isPrepared;

        public SqliteCommand Inner { get; } = new(sql, connection);

        public override Command With(Arg[] values)
        {
            args = values;
            return this;
        }

        public override Task<int> Execute()
        {
            if (!isPrepared)
                (change, isPrepared) = (SqliteChange.Prepare(connection.Handle!, sql, args), true);
            return change is null ? Filled().ExecuteNonQueryAsync() : Task.FromResult(change.Run(args));
        }

        public override async Task<DbDataReader> Open() => await Filled().ExecuteReaderAsync();

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public void Dispose()
        {
            change?.Dispose();
            Inner.Dispose();
        }

        private SqliteCommand Filled()
        {
            if (Arg.HaveNames(args, names))
            {
                for (var i = 0; i < args.Length; i++)
                    Inner.Parameters[i].Value = args[i].Value ?? DBNull.Value;
                return Inner;
            }

            names = [.. args.Select(arg => arg.Name)];
            Inner.Parameters.Clear();
            foreach (var arg in args)
            {
                var parameter = arg.Fill(Inner.CreateParameter());
                // As it stands in the statement: without its sign, the library looks for it under each sign there is, at every run.
                parameter.ParameterName = "@" + arg.Name;
                Inner.Parameters.Add(parameter);
            }

            return Inner;
        }
    }
}
