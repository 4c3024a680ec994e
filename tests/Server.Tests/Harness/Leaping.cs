using Microsoft.Extensions.Time.Testing;

namespace CgLicense.Server.Tests.Harness;

internal static class Leaping
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Time passes as it does for a computer that slept: the jobs ring in the last minute only. Advanced as a whole, a year would
    /// ring each job of every two seconds sixteen million times, and all of them would work meanwhile.
    /// </summary>
    public static void Leap(this FakeTimeProvider clock, TimeSpan time)
    {
        var awake = time < Minute ? time : Minute;
        clock.AdjustTime(clock.GetUtcNow() + time - awake);
        clock.Advance(awake);
    }
}
