namespace CgLicense.Server.Storage;

/// <summary>What stored times are worth, when several servers, or one whose clock was set right, wrote them.</summary>
internal static class ServerClock
{
    /// <summary>
    /// Clocks of honest servers differ by less than this. A stored time that lies further in the future was written by a
    /// clock that was wrong; whoever waited for it would be stopped by our own fault.
    /// </summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);
}
