using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace CgLicense.Server.Storage;

/// <summary>
/// The one writer of a SQLite file. Requests queue; what has gathered runs in one transaction; one fsync commits them all; only then is
/// anyone answered (group commit). No request ever sees "database is locked", and a failing one takes no other with it: a batch in which
/// one failed is undone and run again, each request in a savepoint of its own.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // A batch's work may take as long as its commit. Much less would do little but commit; much more would answer everybody at once, and have
    // the writer wait until they ask again. Where very many wait, an eighth of them may come along: a commit costs the less the more share it.
    private const int SmallestBatch = 8;
    private const int LargestBatch = 512;

    private readonly SqliteSession session;
    private readonly WakeUps wakeUps;
    private readonly SqliteCheckpoints checkpoints;
    private readonly Thread thread;
    private TimeSpan commitTime;
    // One reader, but the channel for one cannot count.
    private readonly Channel<IWrite> queue = Channel.CreateUnbounded<IWrite>();

    public SqliteWriter(SqliteSession session, WakeUps wakeUps, SqliteCheckpoints checkpoints)
    {
        (this.session, this.wakeUps, this.checkpoints) = (session, wakeUps, checkpoints);
        thread = new Thread(RunBatches) { IsBackground = true, Name = "sqlite writer" };
        thread.Start();
    }

    /// <param name="work">Runs on the writer's thread.</param>
    /// <param name="isDone">Told there when the work was done and is about to be committed.</param>
    /// <param name="cancel">Honoured until the work begins.</param>
    public Task<T> Run<T>(Func<Session, Task<T>> work, Action<T> isDone, CancellationToken cancel)
    {
        var write = new Write<T>(work, isDone, cancel);
        return queue.Writer.TryWrite(write)
            ? write.Answer
            : Task.FromException<T>(new StorageUnavailableException("The server is shutting down."));
    }

    public static StorageUnavailableException Unavailable(SqliteException e) =>
        new($"SQLite cannot serve this now ({e.SqliteErrorCode}: {e.Message}).", e);

    /// <summary>A value too big, a broken constraint, a wrong type or use: our statement's fault, which waiting does not mend.</summary>
    private static bool IsBug(SqliteException e) => e.SqliteErrorCode is 18 or 19 or 20 or 21 or 25;

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await Task.Run(thread.Join);
        session.Dispose();
        checkpoints.Dispose();
    }

    private void RunBatches()
    {
        var batch = new List<IWrite>();
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            RunBatch(batch);
            batch.Clear();
            checkpoints.AfterCommit(session);
        }
    }

    private void RunBatch(List<IWrite> batch)
    {
        try
        {
            session.Control("BEGIN IMMEDIATE");
            if (!RunTogether(batch))
            {
                session.Control("ROLLBACK");
                session.Control("BEGIN IMMEDIATE");
                foreach (var write in batch)
                    RunInSavepoint(write);
            }

            foreach (var write in batch)
                write.TellDone();
            var done = Stopwatch.GetTimestamp();
            session.Control("COMMIT");
            // A moving average: one slow commit is no slow disk.
            commitTime += (Stopwatch.GetElapsedTime(done) - commitTime) / 8;
        }
        catch (Exception e)
        {
            // Nothing of the batch was committed: a full disk, a lost volume. Everyone is told so, also who would be next.
            RollBack();
            Gather(batch);
            var failure = e is SqliteException sqlite ? Unavailable(sqlite) : e;
            foreach (var write in batch)
                write.Fail(failure);
            return;
        }

        // Elsewhere: to wake all callers takes nearly as long as to commit what they asked, and the next batch waits for the writer.
        ThreadPool.UnsafeQueueUserWorkItem(Answer, batch.ToArray(), preferLocal: false);
    }

    private void Answer(IWrite[] batch)
    {
        foreach (var write in batch)
        {
            write.Succeed();
            foreach (var job in write.Wakes)
                wakeUps.Wake(job);
        }
    }

    /// <summary>False as soon as one fails: what it wrote is among what the others wrote then.</summary>
    private bool RunTogether(List<IWrite> batch)
    {
        var begun = Stopwatch.GetTimestamp();
        var enough = Math.Clamp(queue.Reader.Count / 8, SmallestBatch, LargestBatch);
        while (batch.Count < LargestBatch && (batch.Count < enough || Stopwatch.GetElapsedTime(begun) < commitTime)
            && queue.Reader.TryRead(out var write))
        {
            batch.Add(write);
            if (!write.TryRun(session))
                return false;
        }

        return true;
    }

    private void Gather(List<IWrite> batch)
    {
        while (batch.Count < LargestBatch && queue.Reader.TryRead(out var write))
            batch.Add(write);
    }

    private void RunInSavepoint(IWrite write)
    {
        session.Control("SAVEPOINT request");
        if (!write.TryRun(session))
            session.Control("ROLLBACK TO request");
        session.Control("RELEASE request");
    }

    private void RollBack()
    {
        try
        {
            session.Control("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back by itself, as it does on a full disk.
        }
    }

    private interface IWrite
    {
        /// <summary>The jobs to wake once this is durable.</summary>
        IReadOnlyCollection<string> Wakes { get; }

        /// <summary>False where it failed in the middle, and left what it had written. It may be run again after that is undone.</summary>
        bool TryRun(Session session);

        /// <summary>What can be made of the result meanwhile need not wait for the commit.</summary>
        void TellDone();

        void Succeed();
        void Fail(Exception cause);
    }

    private sealed class Write<T>(Func<Session, Task<T>> work, Action<T> isDone, CancellationToken cancel) : IWrite
    {
        // Continuations run elsewhere: the writer must never wait for a request's own code.
        private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;
        private Exception? failure;

        public Task<T> Answer => answer.Task;

        public IReadOnlyCollection<string> Wakes { get; private set; } = [];

        public bool TryRun(Session session)
        {
            if (cancel.IsCancellationRequested)
            {
                failure = new OperationCanceledException(cancel);
                return true;
            }

            try
            {
                failure = null;
                // SQLite's "async" calls complete where they stand, so this never blocks on anything but the disk.
                result = work(session).GetAwaiter().GetResult();
                Wakes = session.TakeWakes();
                return true;
            }
            catch (Exception e) when (e is not SqliteException { SqliteErrorCode: 10 or 13 })
            {
                failure = e is SqliteException sqlite && !IsBug(sqlite) ? Unavailable(sqlite) : e;
                // What is undone wakes nobody.
                session.TakeWakes();
                return false;
            }
        }

        public void TellDone()
        {
            if (failure is null)
                isDone(result!);
        }

        public void Succeed()
        {
            if (failure is null)
                answer.TrySetResult(result!);
            else
                answer.TrySetException(failure);
        }

        public void Fail(Exception cause) => answer.TrySetException(failure ?? cause);
    }
}
