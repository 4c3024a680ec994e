namespace CgLicense.Server.Storage;

/// <summary>
/// Moves what was committed from the write-ahead log into the database file, on a thread and a connection of its own: thousands of pages and
/// two fsyncs, for which nobody shall wait. While the writer goes on, the log is never copied to its end; the little that came meanwhile is
/// copied between two batches, and the log begins anew instead of growing.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    // 32 MB. A page that is written a hundred times in between is copied once; a larger log would slow down every reader.
    private const long PagesBetween = 8192;

    private readonly Func<SqliteSession> open;
    private readonly Thread thread;
    private readonly SemaphoreSlim due = new(0);
    private volatile State state = State.Waiting;
    private long pagesBefore;

    /// <param name="open">A connection for this alone; asked for when there is something to do.</param>
    public SqliteCheckpoints(Func<SqliteSession> open)
    {
        this.open = open;
        thread = new Thread(Run) { IsBackground = true, Name = "sqlite checkpoints" };
        thread.Start();
    }

    private enum State
    {
        Waiting,
        Copying,
        Ending,
        Over,
    }

    /// <summary>Called by the writer when it has answered a batch and not begun the next.</summary>
    public void AfterCommit(SqliteSession writer)
    {
        switch (state)
        {
            case State.Ending:
                writer.Checkpoint();
                state = State.Waiting;
                break;
            case State.Waiting when writer.PagesWritten - pagesBefore >= PagesBetween:
                pagesBefore = writer.PagesWritten;
                state = State.Copying;
                due.Release();
                break;
        }
    }

    /// <summary>The writer has ended before.</summary>
    public void Dispose()
    {
        state = State.Over;
        due.Release();
        thread.Join();
        due.Dispose();
    }

    private void Run()
    {
        SqliteSession? session = null;
        for (due.Wait(); state != State.Over; due.Wait())
        {
            try
            {
                session ??= open();
                session.Checkpoint();
            }
            catch (StorageUnavailableException)
            {
                // The writer does it all then, in its own time.
            }

            Interlocked.CompareExchange(ref state, State.Ending, State.Copying);
        }

        session?.Dispose();
    }
}
