namespace CgLicense.Server.Storage;

/// <summary>
/// Where everything lives. Two engines, one SQL: what differs between them is in their two classes and nowhere else.
/// </summary>
internal abstract class Database : IAsyncDisposable
{
    /// <summary><c>sqlite</c> or <c>postgres</c>, for people.</summary>
    public abstract string Engine { get; }

    /// <summary>The jobs that wait for what is committed here.</summary>
    public WakeUps WakeUps { get; } = new();

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and returns when it is durable. The work may run more than once
    /// when the engine asks for a repeat, so it must do nothing but talk to its session.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached or cannot write.</exception>
    public Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel = default) => Run(work, _ => { }, cancel);

    /// <summary>
    /// The same, for work whose answer takes long to make, as a signature does: it is made while the disk writes, and thrown away when that fails.
    /// </summary>
    /// <param name="work">As above.</param>
    /// <param name="answer">Makes the answer of what the work gave. Nobody hears it before the work is durable; of a repeat, the last one is heard.</param>
    /// <param name="cancel">Honoured until the work is done.</param>
    /// <exception cref="StorageUnavailableException">The database cannot be reached or cannot write.</exception>
    public async Task<TAnswer> Write<T, TAnswer>(Func<Session, Task<T>> work, Func<T, TAnswer> answer, CancellationToken cancel = default)
    {
        Task<TAnswer>? making = null;
        await Run(work, done => { making = Task.Run(() => answer(done), CancellationToken.None); }, cancel);
        return await making!;
    }

    /// <summary>Runs queries that change nothing on a connection of their own.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    public abstract Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel = default);

    /// <summary>Runs <paramref name="work"/> alone: no other server migrates this database meanwhile.</summary>
    public abstract Task Migrate(Func<Session, Task> work);

    /// <summary>The words that differ between the engines in a migration's text, and lines that are for one of them.</summary>
    public abstract string InOwnDialect(string migration);

    public abstract ValueTask DisposeAsync();

    /// <param name="work">As above.</param>
    /// <param name="isDone">Told each time the work was done, before it is durable. Must be quick.</param>
    /// <param name="cancel">Honoured until the work is done.</param>
    protected abstract Task<T> Run<T>(Func<Session, Task<T>> work, Action<T> isDone, CancellationToken cancel);
}

/// <summary>Storage does not answer or cannot write. Told to callers as 503, with nothing changed unless <see cref="IsUndecided"/>.</summary>
internal sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>It was lost after the order to commit: what was asked may be durable.</summary>
    public bool IsUndecided { get; init; }
}
