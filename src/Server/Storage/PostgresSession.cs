using System.Data.Common;
using Npgsql;

namespace CgLicense.Server.Storage;

/// <summary>
/// A connection to PostgreSQL, in a transaction or not. Each way there and back costs as much as a statement, so what nobody waits for
/// (<see cref="Session.Send"/>) waits for company: all in one message, run in order, each seeing what was committed when its turn came.
/// </summary>
/// <param name="connection">Where to.</param>
/// <param name="transaction">Null for reading.</param>
/// <param name="isPatient">Without limit of time: a migration may build an index over millions of rows.</param>
internal sealed class PostgresSession(NpgsqlConnection connection, NpgsqlTransaction? transaction, bool isPatient = false) : Session
{
    private readonly List<NpgsqlBatchCommand> waiting = [];

    // Of those that wait, how many answer with rows that nobody reads.
    private int waitingLocks;

    // NO KEY: other rows may go on referring to this one meanwhile.
    public override string LockRow(string alias) => " FOR NO KEY UPDATE OF " + alias;

    public override string Bytewise => " COLLATE \"C\"";

    public override string HoldRow(string alias) => " FOR KEY SHARE OF " + alias;

    public override string LockRowToDelete(string alias) => " FOR UPDATE OF " + alias;

    public override Task AwaitWriters(string table) => Execute($"LOCK TABLE {table} IN SHARE MODE");

    public override Task Send(string sql, params Arg[] args)
    {
        waiting.Add(Statement(sql, args));
        return Task.CompletedTask;
    }

    public override Task SendLock(string select, string alias, params Arg[] args)
    {
        waiting.Add(Statement(select + LockRow(alias), args));
        waitingLocks++;
        return Task.CompletedTask;
    }

    /// <summary>Sends what waits. Before the commit, and never after it.</summary>
    public async Task Flush()
    {
        if (waiting.Count == 0)
            return;
        await using var batch = Take([]);
        await batch.ExecuteNonQueryAsync();
    }

    public override async Task<T?[]> OneEach<T>(string sql, Func<DbDataReader, T> map, IReadOnlyList<Arg[]> sets)
        where T : class
    {
        if (sets.Count == 0)
            return [];
        await using var reader = await Open([.. sets.Select(set => Statement(sql, set))]);
        var rows = new T?[sets.Count];
        for (var i = 0; i < rows.Length; i++, await reader.NextResultAsync())
            rows[i] = await reader.ReadAsync() ? map(reader) : null;
        return rows;
    }

    public override async Task<int[]> ExecuteEach(string sql, IReadOnlyList<Arg[]> sets)
    {
        if (sets.Count == 0)
            return [];
        await using var batch = Take([.. sets.Select(set => Statement(sql, set))]);
        await batch.ExecuteNonQueryAsync();
        return [.. batch.BatchCommands.Cast<NpgsqlBatchCommand>().TakeLast(sets.Count).Select(command => command.RecordsAffected)];
    }

    protected override Command Prepare(string sql) => new Single(this, sql);

    private static NpgsqlBatchCommand Statement(string sql, Arg[] args)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var arg in args)
            statement.Parameters.Add((NpgsqlParameter)arg.Fill(new NpgsqlParameter()));
        return statement;
    }

    /// <summary>What waits, and these after it.</summary>
    private NpgsqlBatch Take(List<NpgsqlBatchCommand> statements)
    {
        var batch = new NpgsqlBatch(connection, transaction);
        // 0 is no limit.
        if (isPatient)
            batch.Timeout = 0;
        foreach (var statement in waiting.Concat(statements))
            batch.BatchCommands.Add(statement);
        waiting.Clear();
        waitingLocks = 0;
        return batch;
    }

    /// <summary>The rows of these; what waited has no more to say.</summary>
    private async Task<DbDataReader> Open(List<NpgsqlBatchCommand> statements)
    {
        var locks = waitingLocks;
        // The reader keeps the batch.
        var reader = await Take(statements).ExecuteReaderAsync();
        for (; locks > 0; locks--)
            await reader.NextResultAsync();
        return reader;
    }

    private sealed class Single(PostgresSession session, string sql) : Command
    {
        private Arg[] args = [];

        public override Command With(Arg[] args)
        {
            this.args = args;
            return this;
        }

        public override async Task<int> Execute() => (await session.ExecuteEach(sql, [args]))[0];

        public override Task<DbDataReader> Open() => session.Open([Statement(sql, args)]);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
