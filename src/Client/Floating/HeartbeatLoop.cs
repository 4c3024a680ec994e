using System.Security.Cryptography;
using CgLicense.Protocol;

namespace CgLicense;

/// <summary>
/// Keeps a floating seat while a tool runs: one heartbeat per <c>heartbeatSeconds</c>, on background threads, until it
/// or its client is disposed. The seat is not given back then: it lapses by itself, or
/// <see cref="LicenseClient.Deactivate"/> returns it at once.
/// </summary>
public sealed class HeartbeatLoop : IDisposable
{
    /// <summary>While the server is silent it is asked sooner, so that a short outage costs no seat.</summary>
    private static readonly TimeSpan SoonestRetry = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource ending;

    internal HeartbeatLoop(
        Func<CancellationToken, Task<HeartbeatOutcome>> beat, Func<long> heartbeatSeconds, Action<LicenseError>? onLost,
        CancellationToken clientEnds)
    {
        ending = CancellationTokenSource.CreateLinkedTokenSource(clientEnds);
        _ = Task.Run(() => Beat(beat, heartbeatSeconds, onLost, ending.Token), CancellationToken.None);
    }

    /// <summary>Ends the loop. A heartbeat on its way is abandoned.</summary>
    public void Dispose() => ending.Cancel();

    /// <summary>How long to wait for the next heartbeat.</summary>
    /// <param name="heartbeatSeconds">The server's interval.</param>
    /// <param name="isSilent">The server did not answer the last one.</param>
    /// <param name="chance">0 to 255; spreads a render farm that was switched on at once by up to a tenth.</param>
    internal static TimeSpan Wait(long heartbeatSeconds, bool isSilent, byte chance)
    {
        var seconds = Math.Max(1, Math.Min(heartbeatSeconds, 86_400)) * (1 - chance / 2550.0);
        var wait = TimeSpan.FromSeconds(isSilent ? seconds / 4 : seconds);
        return wait < SoonestRetry ? SoonestRetry : wait;
    }

    private static async Task Beat(
        Func<CancellationToken, Task<HeartbeatOutcome>> beat, Func<long> heartbeatSeconds, Action<LicenseError>? onLost,
        CancellationToken ending)
    {
        var isHeld = true;
        var isSilent = false;
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Wait(heartbeatSeconds(), isSilent, Chance()), ending).ConfigureAwait(false);
                var outcome = await beat(ending).ConfigureAwait(false);
                isSilent = !outcome.IsSaid;
                // Silence is no loss: the lease may well stand, and the next heartbeat takes a lapsed one again.
                if (isHeld && outcome is { IsSaid: true, IsKept: false, Error: { } error })
                    onLost?.Invoke(error);
                isHeld = isSilent ? isHeld : outcome.IsKept;
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static byte Chance()
    {
        var random = new byte[1];
        using var source = RandomNumberGenerator.Create();
        source.GetBytes(random);
        return random[0];
    }
}
