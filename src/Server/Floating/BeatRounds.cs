using CgLicense.Protocol;
using CgLicense.Server.Activation;
using CgLicense.Server.Licenses;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Floating;

/// <summary>One heartbeat, as it came.</summary>
internal sealed record Beat(LicenseKey Key, string Fingerprint, string? SessionId, string? ProductId, DateTimeOffset Now);

/// <summary>A heartbeat that was kept: its license, and its lease from now on.</summary>
internal sealed record Beaten(LicenseFacts License, LeaseOutcome Lease);

/// <summary>
/// Heartbeats of many clients in one transaction. One that is not routine is handed back with nothing changed, to be decided alone.
/// </summary>
internal static class BeatRounds
{
    // Each round costs a commit. Heartbeats of a farm come one by one, and none of them is in a hurry.
    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(10);

    public static Rounds<Beat, Beaten> On(Database database, ILogger log) =>
        new(beats => database.Write(session => Keep(session, beats)), log, Distance);

    private static async Task<Beaten?[]> Keep(Session session, IReadOnlyList<Beat> beats)
    {
        var facts = await BeatSql.Load(session, beats);
        // In one order everywhere, seats before machines: two rounds that meet then wait for each other one way only.
        var routine = Enumerable.Range(0, beats.Count)
            .Where(i => facts[i] is { } found && BeatRules.IsRoutine(found, beats[i].ProductId, beats[i].Now))
            .OrderBy(i => facts[i]!.License.Id).ThenBy(i => facts[i]!.Seats.Held?.Fence).ToList();
        var floating = routine.Where(i => facts[i]!.License.IsFloating).ToList();
        var extended = await BeatSql.Extend(session, [.. floating.Select(i => (beats[i], facts[i]!))]);
        var lost = floating.Where((_, n) => !extended[n]).ToHashSet();
        routine.RemoveAll(lost.Contains);
        await ActivationSql.Touch(session, [
            .. routine.Where(i => ActivationRules.IsNews(facts[i]!.LastSeen!.Value, beats[i].Now)).Select(i => (License: facts[i]!.License.Id, beats[i].Fingerprint, beats[i].Now))
                .OrderBy(each => each.License).ThenBy(each => each.Fingerprint, StringComparer.Ordinal),
        ]);
        var kept = new Beaten?[beats.Count];
        foreach (var i in routine)
            kept[i] = new Beaten(facts[i]!.License, Lease(facts[i]!, beats[i].Now));
        return kept;
    }

    private static LeaseOutcome Lease(BeatFacts facts, DateTimeOffset now) => facts.License.IsFloating
        ? new(facts.Seats.Held! with { ExpiresAt = now.AddSeconds(facts.License.Policy.SessionSeconds) }, facts.Seats.SeatsUsed, false, null)
        : LeaseOutcome.NotFloating;
}
