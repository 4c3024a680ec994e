using System.Data.Common;
using CgLicense.Server.Audit;

namespace CgLicense.Server.Storage;

/// <summary>An open transaction, or a reader's connection: runs constant statements with named values.</summary>
internal abstract class Session
{
    private HashSet<string>? wakes;

    /// <summary>Seals the changes that are recorded here; null where nothing can be.</summary>
    public AuditKey? AuditKey { get; init; }

    /// <summary>Wakes a job (<see cref="WakeUps"/>) once this work is durable; not at all when it is undone.</summary>
    public void WakeAfterCommit(string job) => (wakes ??= new(StringComparer.Ordinal)).Add(job);

    /// <summary>The jobs to wake. The session has none after that: it may serve other work next.</summary>
    public IReadOnlyCollection<string> TakeWakes()
    {
        var taken = wakes;
        wakes = null;
        return taken ?? [];
    }

    /// <summary>Appended to a SELECT to keep other writers off the row until commit; empty where there is one writer.</summary>
    public abstract string LockRow(string alias);

    /// <summary>Appended to a text that is compared for its order: byte by byte, whatever language the database was made for.</summary>
    public abstract string Bytewise { get; }

    /// <summary>Appended to a SELECT to keep the row from being deleted until commit; others may read and change it.</summary>
    public abstract string HoldRow(string alias);

    /// <summary>Appended to a SELECT before the row is deleted: waits for all who hold it, and keeps new ones off.</summary>
    public abstract string LockRowToDelete(string alias);

    /// <summary>
    /// Waits for all who are writing to the table, and keeps new ones off until commit: what is there now is all that
    /// was begun before. For moments only.
    /// </summary>
    public abstract Task AwaitWriters(string table);

    /// <summary>One question with many sets of values: the first row of each, or null. One way there and back where the engine is a network away.</summary>
    public virtual async Task<T?[]> OneEach<T>(string sql, Func<DbDataReader, T> map, IReadOnlyList<Arg[]> sets)
        where T : class
    {
        var rows = new T?[sets.Count];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = await One(sql, map, sets[i]);
        return rows;
    }

    /// <summary>One statement with many sets of values: how many rows each of them changed.</summary>
    public virtual async Task<int[]> ExecuteEach(string sql, IReadOnlyList<Arg[]> sets)
    {
        var changed = new int[sets.Count];
        for (var i = 0; i < changed.Length; i++)
            changed[i] = await Execute(sql, sets[i]);
        return changed;
    }

    /// <summary>
    /// A change whose outcome nobody asks for. Where the engine is a network away it travels with the next statement, or with the commit;
    /// what goes wrong with it is told there.
    /// </summary>
    public virtual Task Send(string sql, params Arg[] args) => Execute(sql, args);

    /// <summary>Locks the row that the SELECT names, until commit, on the way of the next statement: that one sees what others committed before.</summary>
    public abstract Task SendLock(string select, string alias, params Arg[] args);

    protected abstract Command Prepare(string sql);

    public async Task<int> Execute(string sql, params Arg[] args)
    {
        await using var command = Prepare(sql).With(args);
        return await command.Execute();
    }

    public async Task<T?> One<T>(string sql, Func<DbDataReader, T> map, params Arg[] args)
        where T : class
    {
        await using var command = Prepare(sql).With(args);
        await using var reader = await command.Open();
        return await reader.ReadAsync() ? map(reader) : null;
    }

    public async Task<List<T>> Many<T>(string sql, Func<DbDataReader, T> map, params Arg[] args)
    {
        await using var command = Prepare(sql).With(args);
        await using var reader = await command.Open();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>The first column of the first row as a whole number; null when there is no row or it is NULL.</summary>
    public async Task<long?> Number(string sql, params Arg[] args)
    {
        await using var command = Prepare(sql).With(args);
        await using var reader = await command.Open();
        return await reader.ReadAsync() && reader.GetValue(0) is long value ? value : null;
    }
}
