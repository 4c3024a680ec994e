namespace CgLicense.Server.Tests.Lives;

/// <summary>A seat that somebody holds. Its number and fence are foretold; the session's name is the server's to choose.</summary>
internal sealed class SeatHeld(long number, long fence, string machine, string? session, DateTimeOffset until)
{
    public long Number { get; set; } = number;

    public long Fence { get; } = fence;

    public string Machine { get; } = machine;

    public string? Session { get; set; } = session;

    public DateTimeOffset Until { get; set; } = until;
}

/// <summary>The seats of a floating license in the fewest words: who holds which, since when and until when.</summary>
internal sealed class SeatsModel(int sessionSeconds, bool perProcess)
{
    private readonly List<SeatHeld> seats = [];

    public long LastFence { get; private set; }

    public long Used => seats.Count;

    /// <summary>When the next seat lapses unless it is kept.</summary>
    public DateTimeOffset FirstEnd => seats.Min(seat => seat.Until);

    public void Lapse(DateTimeOffset now) => seats.RemoveAll(seat => seat.Until <= now);

    public bool SitsAt(string machine) => seats.Any(seat => seat.Machine == machine);

    /// <summary>The caller's seat: the one it holds, else a free one, else none.</summary>
    public (SeatHeld? Seat, bool IsNew) Sit(string machine, string? session, long cap, DateTimeOffset now)
    {
        var until = now.AddSeconds(sessionSeconds);
        if (seats.Find(seat => seat.Machine == machine && (!perProcess || seat.Session == session)) is { } held)
        {
            held.Until = until;
            return (held, false);
        }

        if (cap != -1 && Used >= cap)
            return (null, false);
        var taken = new SeatHeld(LowestFree(), ++LastFence, machine, perProcess ? session : null, until);
        seats.Add(taken);
        return (taken, true);
    }

    /// <summary>A process gives back its own seat, a machine all of its seats.</summary>
    public bool GiveBack(string machine, string? session) => seats.RemoveAll(seat =>
        seat.Machine == machine && (!perProcess || session is null || seat.Session == session)) > 0;

    public bool GiveBackAllOf(string machine) => GiveBack(machine, null);

    public void Clear() => seats.Clear();

    /// <summary>A lower cap: who came last goes first, and who stays moves to a number within the cap.</summary>
    public void FitInto(long cap)
    {
        if (cap == -1)
            return;
        seats.Sort((a, b) => a.Fence.CompareTo(b.Fence));
        if (seats.Count > cap)
            seats.RemoveRange((int)cap, seats.Count - (int)cap);
        foreach (var seat in seats.Where(seat => seat.Number > cap).OrderBy(seat => seat.Number).ToList())
            seat.Number = LowestFree();
    }

    public IEnumerable<string> Rows(long cap) => seats.Select(seat =>
        $"seat {seat.Number} of {cap} fence {seat.Fence} holder {seat.Machine}{(perProcess ? "/" + seat.Session : "")} "
        + $"session {seat.Session} until {seat.Until.ToUnixTimeMilliseconds()}");

    private long LowestFree() => Enumerable.Range(1, seats.Count + 1).First(n => seats.TrueForAll(seat => seat.Number != n));
}
