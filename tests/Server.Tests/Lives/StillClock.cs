namespace CgLicense.Server.Tests.Lives;

/// <summary>
/// Moves when told to, and wakes nobody: what the server does by itself comes as a step of its own, so that a life played
/// again is the same life.
/// </summary>
internal sealed class StillClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Silent();

    public void Advance(TimeSpan time) => now += time;

    private sealed class Silent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
