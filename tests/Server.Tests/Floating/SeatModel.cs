namespace CgLicense.Server.Tests.Floating;

/// <summary>
/// What a floating license promises, in the fewest words: who holds a seat, since when and until when. The server is
/// held against it step by step.
/// </summary>
internal sealed class SeatModel(int cap, int sessionSeconds)
{
    private readonly List<(string Machine, long Until)> seats = [];
    private readonly HashSet<string> activated = [];
    private long now;

    public int Cap { get; private set; } = cap;

    public int SeatsUsed => seats.Count(seat => seat.Until > now);

    public int MachinesUsed => activated.Count;

    public void Pass(int seconds)
    {
        now += seconds;
        seats.RemoveAll(seat => seat.Until <= now);
    }

    /// <returns>The refusal's code, null when granted.</returns>
    public string? Activate(string machine)
    {
        if (!Sit(machine))
            return "machine_limit";
        activated.Add(machine);
        return null;
    }

    public string? Heartbeat(string machine) =>
        !activated.Contains(machine) ? "not_activated" : Sit(machine) ? null : "session_lost";

    public void Deactivate(string machine)
    {
        seats.RemoveAll(seat => seat.Machine == machine);
        activated.Remove(machine);
    }

    public void Reset()
    {
        seats.Clear();
        activated.Clear();
    }

    /// <summary>Who came last goes first.</summary>
    public void SetCap(int seatsSold)
    {
        Cap = seatsSold;
        if (seats.Count > seatsSold)
            seats.RemoveRange(seatsSold, seats.Count - seatsSold);
    }

    private bool Sit(string machine)
    {
        var held = seats.FindIndex(seat => seat.Machine == machine);
        if (held >= 0)
            seats[held] = (machine, now + sessionSeconds);
        else if (seats.Count < Cap)
            seats.Add((machine, now + sessionSeconds));
        else
            return false;
        return true;
    }
}
