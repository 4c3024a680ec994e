using CgLicense.Server.Licenses;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Floating;

/// <summary>A license as one heartbeat finds it.</summary>
/// <param name="License">The license.</param>
/// <param name="LastSeen">When the machine was last written down as heard of; null where it has no slot.</param>
/// <param name="Seats">Of a floating license: the caller's live seat, and all live ones.</param>
/// <param name="LastEnd">When the last of the live seats lapses.</param>
internal sealed record BeatFacts(LicenseFacts License, DateTimeOffset? LastSeen, SeatFacts Seats, DateTimeOffset? LastEnd);

/// <summary>Which heartbeats change nothing but the end of their own lease.</summary>
internal static class BeatRules
{
    /// <summary>Everything else — a refusal, a lost seat, a new peak, a lease from a wrong clock — is decided under the license's lock.</summary>
    public static bool IsRoutine(BeatFacts facts, string? productId, DateTimeOffset now) =>
        facts.LastSeen is not null
        && LicenseRules.Refusal(facts.License, productId, now) is null
        && (!facts.License.IsFloating || IsHeld(facts, now));

    private static bool IsHeld(BeatFacts facts, DateTimeOffset now) =>
        facts.Seats.Held is not null
        && facts.Seats.SeatsUsed <= facts.Seats.PeakToday
        && facts.LastEnd <= SessionRules.LatestEnd(facts.License, now);
}
