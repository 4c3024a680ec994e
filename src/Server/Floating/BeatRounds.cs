using System.Threading.Channels;
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
/// Heartbeats of many clients in one transaction: what comes while a round is being made durable is the next round. Nobody waits for a round
/// to fill. A heartbeat that is not routine is handed back, to be decided alone.
/// </summary>
internal sealed partial class BeatRounds
{
    private const int RoundsAtOnce = 2;
    private const int LargestRound = 256;

    private readonly Database database;
    private readonly ILogger log;
    private readonly Channel<Waiting> queue = Channel.CreateUnbounded<Waiting>();

    public BeatRounds(Database database, ILogger<BeatRounds> log)
    {
        (this.database, this.log) = (database, log);
        for (var i = 0; i < RoundsAtOnce; i++)
            _ = Task.Run(Run);
    }

    /// <summary>Null when there is more to decide than that the lease goes on; nothing was changed then.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached or cannot write.</exception>
    public Task<Beaten?> Keep(Beat beat)
    {
        var waiting = new Waiting(beat);
        queue.Writer.TryWrite(waiting);
        return waiting.Answer.Task;
    }

    private async Task Run()
    {
        var round = new List<Waiting>();
        while (await queue.Reader.WaitToReadAsync())
        {
            while (round.Count < LargestRound && queue.Reader.TryRead(out var waiting))
                round.Add(waiting);
            if (round.Count > 0)
                await Make(round);
            round.Clear();
        }
    }

    private async Task Make(List<Waiting> round)
    {
        try
        {
            Beat[] beats = [.. round.Select(each => each.Beat)];
            var kept = await database.Write(session => Keep(session, beats));
            for (var i = 0; i < beats.Length; i++)
                round[i].Answer.TrySetResult(kept[i]);
        }
        catch (StorageUnavailableException e)
        {
            foreach (var each in round)
                each.Answer.TrySetException(e);
        }
        catch (Exception e)
        {
            // Nobody shall suffer for what another one sent.
            RoundFailed(log, round.Count, e.Message);
            foreach (var each in round)
                each.Answer.TrySetResult(null);
        }
    }

    private static async Task<Beaten?[]> Keep(Session session, Beat[] beats)
    {
        var facts = await BeatSql.Load(session, beats);
        // In one order everywhere, seats before machines: two rounds that meet then wait for each other one way only.
        var routine = Enumerable.Range(0, beats.Length)
            .Where(i => facts[i] is { } found && BeatRules.IsRoutine(found, beats[i].ProductId, beats[i].Now))
            .OrderBy(i => facts[i]!.License.Id).ThenBy(i => facts[i]!.Seats.Held?.Fence).ToList();
        var floating = routine.Where(i => facts[i]!.License.IsFloating).ToList();
        var extended = await BeatSql.Extend(session, [.. floating.Select(i => (beats[i], facts[i]!))]);
        var lost = floating.Where((_, n) => !extended[n]).ToHashSet();
        routine.RemoveAll(lost.Contains);
        await ActivationSql.Touch(session, [
            .. routine.Select(i => (License: facts[i]!.License.Id, beats[i].Fingerprint, beats[i].Now))
                .OrderBy(each => each.License).ThenBy(each => each.Fingerprint, StringComparer.Ordinal),
        ]);
        var kept = new Beaten?[beats.Length];
        foreach (var i in routine)
            kept[i] = new Beaten(facts[i]!.License, Lease(facts[i]!, beats[i].Now));
        return kept;
    }

    private static LeaseOutcome Lease(BeatFacts facts, DateTimeOffset now) => facts.License.IsFloating
        ? new(facts.Seats.Held! with { ExpiresAt = now.AddSeconds(facts.License.Policy.SessionSeconds) }, facts.Seats.SeatsUsed, false, null)
        : LeaseOutcome.NotFloating;

    [LoggerMessage(64, LogLevel.Warning, "A round of {Count} heartbeats failed, each is asked alone: {Cause}")]
    private static partial void RoundFailed(ILogger log, int count, string cause);

    private sealed class Waiting(Beat beat)
    {
        public Beat Beat { get; } = beat;

        // Continuations run elsewhere: a round must never wait for a request's own code.
        public TaskCompletionSource<Beaten?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
