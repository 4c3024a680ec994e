using Microsoft.Extensions.Time.Testing;

namespace CgLicense.Server.Tests.Harness;

internal static class Leaping
{
    private static readonly TimeSpan Waking = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Time passes as it does for a computer that slept: the jobs ring in the last minute only. Advanced second by second, a year
    /// would ring thirty million times, and every job would work all the while.
    /// </summary>
    public static void Leap(this FakeTimeProvider clock, TimeSpan time)
    {
        if (time > Waking)
            clock.AdjustTime(clock.GetUtcNow() + time - Waking);
        clock.Advance(time > Waking ? Waking : time);
    }
}
