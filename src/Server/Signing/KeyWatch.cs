namespace CgLicense.Server.Signing;

/// <summary>Looks every few seconds whether the key set has changed.</summary>
internal sealed partial class KeyWatch(KeyRing keys, TimeProvider clock, ILogger<KeyWatch> log) : BackgroundService
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (keys.Refresh(clock.GetUtcNow()))
                    Changed(log, keys.Current.KeySet.Version, keys.Current.Signing.Kid);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The keys in use stay in use: files in the middle of being copied must not stop anyone.
                NotTaken(log, e.Message);
            }
        }
    }

    [LoggerMessage(40, LogLevel.Information, "Key set {Version} is in use; {Kid} signs.")]
    private static partial void Changed(ILogger log, long version, string kid);

    [LoggerMessage(41, LogLevel.Error, "A changed key set was not taken over: {Cause}")]
    private static partial void NotTaken(ILogger log, string cause);
}
