using System.Diagnostics.CodeAnalysis;

namespace CgLicense;

/// <summary>
/// A thread that waits for disk work, for tools that check again and again: to start one takes longer than to read the file and verify
/// what it holds. It ends by itself when nobody needs it; a host is not kept from closing by it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Events that are only waited for in this way open no handle.")]
internal sealed class DiskThread
{
    private const int Idle = 0;
    private const int Claimed = 1;
    private const int Gone = 2;

    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(10);

    private readonly ManualResetEventSlim begin = new();
    private readonly ManualResetEventSlim end = new();
    private volatile Action? work;
    private int state = Claimed;

    /// <summary>The maker has claimed it.</summary>
    // Not the thread pool's: one that a busy host has starved would look like a disk that is gone.
    public DiskThread() => new Thread(Run) { IsBackground = true, Name = "CgLicense disk" }.Start();

    /// <summary>Its work has not ended.</summary>
    public bool IsBusy => work is not null;

    /// <summary>False when it has ended, or is about to.</summary>
    public bool TryClaim() => Interlocked.CompareExchange(ref state, Claimed, Idle) == Idle;

    /// <summary>Also while it is busy, when its claimant waits no longer.</summary>
    public void Release() => Volatile.Write(ref state, Idle);

    /// <summary>False when the work, which must not throw, did not end in time. It goes on then.</summary>
    public bool Do(Action work, TimeSpan patience)
    {
        end.Reset();
        this.work = work;
        begin.Set();
        return end.Wait(patience);
    }

    private void Run()
    {
        while (begin.Wait(Linger) || Interlocked.CompareExchange(ref state, Gone, Idle) != Idle)
        {
            // Claimed while it was about to end: the work is on its way.
            if (work is not { } next)
                continue;
            begin.Reset();
            next();
            work = null;
            end.Set();
        }
    }
}
