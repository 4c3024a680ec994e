using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CgLicense.Server.Signing;
using CgLicense.Server.Statistics;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Floating;

/// <summary>How asking for a seat came out.</summary>
/// <param name="Seat">The lease, null when refused or when the license is not floating.</param>
/// <param name="SeatsUsed">Live seats afterwards.</param>
/// <param name="IsNew">The caller did not hold this seat before.</param>
internal sealed record LeaseOutcome(Seat? Seat, long SeatsUsed, bool IsNew, LicenseError? Refusal)
{
    public static LeaseOutcome NotFloating { get; } = new(null, 0, false, null);
}

/// <summary>Loads, decides and writes one seat lease inside the caller's transaction, under the license's lock.</summary>
internal static class SeatLease
{
    public static async Task<LeaseOutcome> Ask(
        Session session,
        LicenseFacts license,
        string fingerprint,
        string? sessionId,
        DateTimeOffset now,
        Func<LicenseFacts, SeatFacts, DateTimeOffset, SeatDecision> rule)
    {
        if (!license.IsFloating)
            return LeaseOutcome.NotFloating;
        var seats = await SessionSql.Load(
            session, license, SessionRules.Holder(license, fingerprint, sessionId ?? ""), now);
        switch (rule(license, seats, now))
        {
            case SeatDecision.Keep keep:
                await Witness(session, license, seats, seats.SeatsUsed, now);
                return new(await SessionSql.Extend(session, license, keep.Seat, now), seats.SeatsUsed, false, null);
            case SeatDecision.Refuse refuse:
                await Witness(session, license, seats, seats.SeatsUsed, now);
                await Tally.SeatDenied(session, license.Id, now);
                return new(null, seats.SeatsUsed, false, refuse.Error);
            default:
                // With one seat per process the process names its session: asking twice, because an answer was lost on
                // the way, then takes one seat and not two. With one per machine the name says nothing.
                var newSession = license.Policy.SeatScope == SeatScope.Process && sessionId is not null
                    ? sessionId
                    : RandomIds.New("ses");
                var holder = SessionRules.Holder(license, fingerprint, newSession);
                var seat = await SessionSql.Take(session, license, holder, fingerprint, newSession, now);
                await Witness(session, license, seats, seats.SeatsUsed + 1, now);
                return new(seat, seats.SeatsUsed + 1, true, null);
        }
    }

    /// <summary>Most heartbeats raise no peak, and write nothing.</summary>
    private static async Task Witness(Session session, LicenseFacts license, SeatFacts seats, long used, DateTimeOffset now)
    {
        if (used > seats.PeakToday)
            await StatisticsSql.RaisePeak(session, license.Id, seats.PeakToday, used, now);
    }
}
