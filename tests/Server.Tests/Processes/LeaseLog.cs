using System.Collections.Concurrent;

namespace CgLicense.Server.Tests.Processes;

/// <summary>
/// What clients were told about seats, each by its own word: from when on it surely had one, until when. Whatever a server
/// forgets, confuses or gives twice shows here, without a look into any database.
/// </summary>
internal sealed class LeaseLog(int cap)
{
    private readonly ConcurrentDictionary<string, List<Lease>> histories = new();

    public int Count => histories.Values.Sum(leases => leases.Count);

    /// <summary>An answer with a seat in it, noted when it has come in: the seat was taken before that.</summary>
    /// <param name="holder">Asks one thing after the other.</param>
    /// <param name="answer">Of <c>/activate</c>, <c>/validate</c> or <c>/heartbeat</c>.</param>
    public void Note(string holder, Answer answer) => histories.GetOrAdd(holder, _ => []).Add(
        new Lease(answer.String("sessionId")!, TimeProvider.System.GetUtcNow(), answer.Time("sessionExpiresAt")));

    /// <summary>From the moment a client asks to give its seat back, it counts on it no more, whatever is answered.</summary>
    public void GiveBack(string holder)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var lease in histories[holder].Where(lease => lease.Until > now))
            lease.Until = now;
    }

    /// <summary>No session ever had two holders, and at no moment were more seats promised than sold.</summary>
    public void AssertNeverMoreThanSold()
    {
        var holders = histories.SelectMany(history => history.Value.Select(lease => (lease.Session, Holder: history.Key))).Distinct();
        Assert.All(holders.GroupBy(pair => pair.Session), session => Assert.Single(session));
        var (now, most) = (0, 0);
        var changes = histories.Values.SelectMany(Merged)
            .SelectMany(held => new[] { (At: held.From, By: 1), (At: held.Until, By: -1) });
        // Whoever leaves at a moment makes room for who comes at that moment.
        foreach (var (_, by) in changes.OrderBy(change => change.At).ThenBy(change => change.By))
            most = Math.Max(most, now += by);
        Assert.InRange(most, 1, cap);
    }

    /// <summary>Leases of one holder that touch are one: it was told of its seat again.</summary>
    private static List<(DateTimeOffset From, DateTimeOffset Until)> Merged(List<Lease> leases)
    {
        var merged = new List<(DateTimeOffset From, DateTimeOffset Until)>();
        foreach (var lease in leases.Where(lease => lease.Until > lease.From))
        {
            if (merged.Count > 0 && lease.From <= merged[^1].Until)
                merged[^1] = (merged[^1].From, lease.Until > merged[^1].Until ? lease.Until : merged[^1].Until);
            else
                merged.Add((lease.From, lease.Until));
        }

        return merged;
    }

    private sealed class Lease(string session, DateTimeOffset from, DateTimeOffset until)
    {
        public string Session { get; } = session;

        public DateTimeOffset From { get; } = from;

        public DateTimeOffset Until { get; set; } = until;
    }
}
