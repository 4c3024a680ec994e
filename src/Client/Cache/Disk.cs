namespace CgLicense;

/// <summary>
/// Disk work that ends in time. A network home that went away makes a plain read wait for minutes, and no call in the
/// world can cancel it; so it waits on a thread of its own, which is left behind.
/// </summary>
internal sealed class Disk
{
    /// <summary>Local disks answer within milliseconds, sleeping network shares within a second.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private volatile DiskThread? stuck;
    private DiskThread? spare;

    /// <summary>What <paramref name="work"/> came to, or threw.</summary>
    /// <exception cref="IOException">
    /// It did not end in time; or the one before has still not ended, and then nothing is begun: threads must not pile up.
    /// </exception>
    public T Do<T>(Func<T> work)
    {
        if (stuck?.IsBusy == true)
            throw new IOException("The disk does not answer.");
        Done<T>? done = null;
        var thread = Take();
        var isInTime = thread.Do(() => done = Done<T>.Of(work), Patience);
        thread.Release();
        if (!isInTime)
        {
            stuck = thread;
            throw new IOException($"The disk did not answer within {Patience.TotalSeconds:0} seconds.");
        }

        // One is kept; what more there are, because several threads check at once, end by themselves.
        Interlocked.CompareExchange(ref spare, thread, null);
        return done!.Result();
    }

    private DiskThread Take() => Interlocked.Exchange(ref spare, null) is { } thread && thread.TryClaim() ? thread : new DiskThread();

    private sealed class Done<T>(T? value, System.Runtime.ExceptionServices.ExceptionDispatchInfo? failure)
    {
        public static Done<T> Of(Func<T> work)
        {
            try
            {
                return new Done<T>(work(), null);
            }
            catch (Exception e)
            {
                return new Done<T>(default, System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e));
            }
        }

        public T Result()
        {
            failure?.Throw();
            return value!;
        }
    }
}
