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

    private readonly SqliteSession session;
    private readonly Thread thread;
    private readonly SemaphoreSlim due = new(0);
    private volatile State state = State.Waiting;
    private long pagesBefore;

    public SqliteCheckpoints(SqliteSession session)
    {
        this.session = session;
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
        session.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            due.Wait();
            if (state == State.Over)
                return;
            session.Checkpoint();
            Interlocked.CompareExchange(ref state, State.Ending, State.Copying);
        }
    }
}
