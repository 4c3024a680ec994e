using System.Collections.Concurrent;

namespace CgLicense.Native;

/// <summary>
/// A client that a program holds. What it holds is a number, not an address: a number that was closed is looked up in vain, where an
/// address would be memory that belongs to somebody else by now.
/// </summary>
internal sealed class OpenClient(LicenseClient client) : IDisposable
{
    private static readonly ConcurrentDictionary<nint, OpenClient> All = new();
    private static long last;

    private readonly Lock keeping = new();
    private HeartbeatLoop? loop;
    private Action<LicenseError>? onLost;
    private volatile LicenseError? latestRefusal;

    public LicenseClient Client => client;

    /// <summary>What the last activation answered.</summary>
    public Activation? Activation { get; set; }

    /// <summary>The error of the last call, activations included; null after one that went well.</summary>
    public LicenseError? LatestRefusal
    {
        get => latestRefusal;
        set => latestRefusal = value;
    }

    public static nint Add(LicenseClient client)
    {
        // Steps of 16, as addresses have: a program may look for NULL, and nothing else.
        var number = (nint)(Interlocked.Increment(ref last) * 16);
        All[number] = new OpenClient(client);
        return number;
    }

    public static OpenClient? Find(nint number) => All.GetValueOrDefault(number);

    public static bool Close(nint number)
    {
        if (!All.TryRemove(number, out var open))
            return false;
        open.Dispose();
        return true;
    }

    /// <param name="lost">Called under a lock that <see cref="StopKeeping"/> takes too: what has returned from there is never called again.</param>
    public void KeepSeat(Action<LicenseError>? lost)
    {
        lock (keeping)
        {
            onLost = lost;
            loop ??= client.KeepSeat(Lose);
        }
    }

    public void StopKeeping()
    {
        lock (keeping)
        {
            onLost = null;
            loop?.Dispose();
            loop = null;
        }
    }

    public void Dispose()
    {
        StopKeeping();
        client.Dispose();
    }

    private void Lose(LicenseError error)
    {
        lock (keeping)
            onLost?.Invoke(error);
    }
}
