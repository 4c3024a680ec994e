namespace CgLicense.TimelineServer;

/// <summary>
/// The time a test says it is. Timers stay real: the server's background loops would otherwise run some million times
/// when a month passes at once.
/// </summary>
internal sealed class SetClock : TimeProvider
{
    /// <summary>Day 0 of every timeline.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private long ticks = Start.UtcTicks;

    public void Set(DateTimeOffset time) => Volatile.Write(ref ticks, time.UtcTicks);

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref ticks), TimeSpan.Zero);
}
