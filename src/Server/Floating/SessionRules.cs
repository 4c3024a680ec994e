using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Floating;

/// <summary>The seats of a floating license at a moment.</summary>
/// <param name="Held">The caller's own live seat.</param>
/// <param name="SeatsUsed">Live seats of the license, the caller's included.</param>
/// <param name="FirstEnd">When the next live seat lapses unless it is kept.</param>
/// <param name="PeakToday">The most that were live at once since the day began, as far as it was seen.</param>
internal sealed record SeatFacts(Seat? Held, long SeatsUsed, DateTimeOffset? FirstEnd, long PeakToday = 0);

/// <summary>A seat somebody holds.</summary>
internal sealed record Seat(long Number, string SessionId, long Fence, DateTimeOffset ExpiresAt);

internal abstract record SeatDecision
{
    /// <summary>The caller's lease goes on.</summary>
    public sealed record Keep(Seat Seat) : SeatDecision;

    /// <summary>A free seat is the caller's now.</summary>
    public sealed record Take : SeatDecision;

    public sealed record Refuse(LicenseError Error) : SeatDecision;
}

/// <summary>Who may have a seat.</summary>
internal static class SessionRules
{
    /// <summary>For a tool that starts or checks: keep the seat, take a free one, or hear that all are taken.</summary>
    public static SeatDecision Acquire(LicenseFacts license, SeatFacts seats, DateTimeOffset now) => seats switch
    {
        { Held: { } seat } => new SeatDecision.Keep(seat),
        _ when HasRoom(license, seats) => new SeatDecision.Take(),
        _ => new SeatDecision.Refuse(
            LicenseError.SeatLimit(seats.SeatsUsed, license.MaxConcurrent, SecondsUntilFree(seats, now))),
    };

    /// <summary>For a tool that runs already: the same, but the refusal says that a seat was lost.</summary>
    public static SeatDecision Renew(LicenseFacts license, SeatFacts seats, DateTimeOffset now) =>
        Acquire(license, seats, now) switch
        {
            SeatDecision.Refuse => new SeatDecision.Refuse(
                LicenseError.SessionLost(seats.SeatsUsed, license.MaxConcurrent, SecondsUntilFree(seats, now))),
            var decision => decision,
        };

    /// <summary>
    /// Who a seat belongs to: the machine, or with one seat per process the session on that machine; a session id
    /// alone would let two machines share a seat by sharing the id.
    /// </summary>
    public static string Holder(LicenseFacts license, string fingerprint, string sessionId) =>
        license.Policy.SeatScope == SeatScope.Process ? ProcessHolder(fingerprint, sessionId) : fingerprint;

    public static string ProcessHolder(string fingerprint, string sessionId) => fingerprint + "/" + sessionId;

    /// <summary>A lease that ends later than any lease can was given while a clock was wrong.</summary>
    public static DateTimeOffset LatestEnd(LicenseFacts license, DateTimeOffset now) =>
        now.AddSeconds(license.Policy.SessionSeconds) + ServerClock.Tolerance;

    private static bool HasRoom(LicenseFacts license, SeatFacts seats) =>
        license.MaxConcurrent == Defaults.Unlimited || seats.SeatsUsed < license.MaxConcurrent;

    private static long SecondsUntilFree(SeatFacts seats, DateTimeOffset now) =>
        Math.Max(1, (long)Math.Ceiling(((seats.FirstEnd ?? now) - now).TotalSeconds));
}
