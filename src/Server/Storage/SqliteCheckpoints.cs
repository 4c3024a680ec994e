using Microsoft.Win32.SafeHandles;

namespace CgLicense.Server.Storage;

/// <summary>
/// Moves what was committed from the write-ahead log into the database file, on a thread and a connection of its own: thousands of pages, and
/// an fsync that waits for all of them, for which nobody shall wait. While the writer goes on, the log is never copied to its end; the little
/// that came meanwhile is copied between two batches, and the log begins anew instead of growing.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    // 32 MB. A page that is written a hundred times in between is copied once; a larger log would slow down every reader.
    private const long PagesBetween = 8192;

    // SQLite itself brings the file to the disk only when it has copied the log to its end, which is when the writer waits. What comes while the
    // first pass is under way is what the second one copies.
    private const int Passes = 2;

    private readonly string file;
    private readonly Func<SqliteSession> open;
    private readonly Thread thread;
    private readonly SemaphoreSlim due = new(0);
    private volatile State state = State.Waiting;
    private long pagesBefore;

    /// <param name="file">The database file.</param>
    /// <param name="open">A connection to it for this alone; asked for when there is something to do.</param>
    public SqliteCheckpoints(string file, Func<SqliteSession> open)
    {
        (this.file, this.open) = (file, open);
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
        // Never closed before this process is done with the file: whoever closes it gives up all locks that SQLite holds on it here.
        SafeFileHandle? handle = null;
        for (due.Wait(); state != State.Over; due.Wait())
        {
            try
            {
                session ??= open();
                handle ??= File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                for (var pass = 0; pass < Passes; pass++)
                {
                    session.Checkpoint();
                    RandomAccess.FlushToDisk(handle);
                }
            }
            catch (Exception e) when (e is StorageUnavailableException or IOException or UnauthorizedAccessException)
            {
                // The writer does it all then, in its own time.
            }

            Interlocked.CompareExchange(ref state, State.Ending, State.Copying);
        }

        session?.Dispose();
        handle?.Dispose();
    }
}
