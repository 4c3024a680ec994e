namespace CgLicense.Server.Tests.Lives;

/// <summary>
/// A license in the fewest words that foretell everything the server answers and stores about it. The clock is set before
/// each step; time alone ends seats, attempts, degraded states and the license.
/// </summary>
internal sealed class LicenseModel(Terms terms, string key)
{
    private readonly Dictionary<string, DateTimeOffset> seen = [];
    private readonly List<DateTimeOffset> attempts = [];
    private readonly SortedDictionary<string, int> audit = new(StringComparer.Ordinal) { ["createLicense"] = 1 };
    private readonly HashSet<string> names = [];
    private DateTimeOffset now;

    public SeatsModel Seats { get; } = new(Terms.SessionSeconds, terms.PerProcess);

    public DateTimeOffset Now
    {
        get => now;
        set
        {
            now = value;
            Seats.Lapse(now);
            attempts.RemoveAll(at => at <= now.AddHours(-1));
        }
    }

    public string Key { get; } = key;
    public Terms Terms { get; } = terms;
    public long MaxMachines { get; set; } = terms.MaxMachines;
    public long MaxConcurrent { get; set; } = terms.MaxConcurrent;
    public string Stored { get; set; } = "active";
    public DateTimeOffset? SuspendAt { get; set; }
    public DateTimeOffset? End { get; set; }
    public string? Message { get; set; }
    public bool OtherIsUnlocked { get; set; }

    public long MachinesUsed => seen.Count;

    public string Status =>
        End <= Now ? "expired" : Stored == "degraded" && SuspendAt <= Now ? "suspended" : Stored;

    public DateTimeOffset? SeenAt(string machine) => seen.TryGetValue(machine, out var at) ? at : null;

    /// <summary>Why nobody may use the license for the product now; null when they may.</summary>
    public string? Refusal(string? product) =>
        Status is "expired" or "revoked" or "suspended" ? Status
        : product is null || Covers(product) ? null : "wrong_product";

    public bool Covers(string product) => product == World.Product || (product == World.OtherProduct && OtherIsUnlocked);

    /// <summary>May a machine without a slot have one? Slots lost to a lower limit are not taken away; new ones wait.</summary>
    public Verdict? SlotRefusal()
    {
        if (attempts.Count >= AttemptsPerHour)
            return new("rate_limited", ("retryAfterSeconds", Seconds(attempts.Min().AddHours(1))));
        if (Terms.IsFloating || MaxMachines == -1 || MachinesUsed < MaxMachines)
            return null;
        attempts.Add(Now);
        return new Verdict("machine_limit");
    }

    public Verdict SeatRefusal(string code) => new(
        code, ("seatsUsed", Seats.Used), ("maxConcurrent", MaxConcurrent), ("retryAfterSeconds", Seconds(Seats.FirstEnd)));

    /// <summary>Seen now; a machine that was not known takes a slot, which is an attempt and an event.</summary>
    public void See(string machine)
    {
        if (!seen.ContainsKey(machine))
        {
            attempts.Add(Now);
            Note("activate");
        }

        seen[machine] = Now;
    }

    /// <summary>A machine that has its slot asked for no more than to go on: that it was seen is written down every ten minutes.</summary>
    public void Hear(string machine)
    {
        if (Now - seen[machine] >= TimeSpan.FromMinutes(10))
            seen[machine] = Now;
    }

    public bool Forget(string machine) => seen.Remove(machine);

    public void ForgetAll()
    {
        seen.Clear();
        Seats.Clear();
    }

    public void Note(string action) => audit[action] = audit.GetValueOrDefault(action) + 1;

    /// <summary>A revoked license's seats are free at once; a suspended one's lapse.</summary>
    public void SetStatus(string status)
    {
        (Stored, SuspendAt) = (status, null);
        if (status == "revoked")
            Seats.Clear();
    }

    /// <summary>The server has chosen a name for a seat's session: never one that it has chosen before.</summary>
    public void Names(SeatHeld seat, string session)
    {
        Assert.True(names.Add(session), $"The session name {session} was given twice.");
        seat.Session = session;
    }

    /// <summary>What a machine hears with its token.</summary>
    public Verdict Tells(SeatHeld? seat, TokenHeld token) => Verdict.Ok(
    [
        ("machinesUsed", MachinesUsed), ("maxMachines", MaxMachines), ("status", Status), ("message", Message),
        ("licenseType", Terms.Type), ("licenseExpiresAt", End), ("expiresAt", token.Expires), .. TellsOf(seat),
    ]);

    /// <summary>What a machine hears of its seat. A name that the server is still to choose is not foretold.</summary>
    public IEnumerable<(string, object?)> TellsOf(SeatHeld? seat) => seat is null
        ? [("sessionId", null), ("sessionExpiresAt", null), ("seatsUsed", null), ("maxConcurrent", null)]
        :
        [
            ("sessionExpiresAt", Now.AddSeconds(Terms.SessionSeconds)), ("seatsUsed", Seats.Used), ("maxConcurrent", MaxConcurrent),
            .. seat.Session is null ? Array.Empty<(string, object?)>() : [("sessionId", seat.Session)],
        ];

    /// <summary>What the seller sees.</summary>
    public IEnumerable<(string, object?)> Record() =>
    [
        ("status", Status), ("suspendAt", SuspendAt), ("message", Message), ("expiresAt", End), ("machinesUsed", MachinesUsed), ("seatsUsed", Seats.Used),
        ("maxMachines", MaxMachines), ("maxConcurrent", MaxConcurrent),
    ];

    /// <summary>What the database must hold, in the words of <see cref="Life"/>.</summary>
    public IEnumerable<string> Rows() =>
    [
        $"license {Stored} machines {MaxMachines} seats {MaxConcurrent} fence {Seats.LastFence} ends {Stamp(End)} suspends {Stamp(SuspendAt)}",
        $"attempts {attempts.Count}",
        .. seen.Select(machine => $"machine {machine.Key} seen {Stamp(machine.Value)}"),
        .. Seats.Rows(MaxConcurrent),
        .. audit.Select(action => $"audit {action.Key} {action.Value}"),
    ];

    private long AttemptsPerHour =>
        Terms.Type == "per-machine" ? Terms.ActivationsPerHour
        : (Terms.IsFloating ? MaxConcurrent : MaxMachines) is var size && size == -1 ? long.MaxValue
        : Terms.ActivationsPerHour * size;

    private long Seconds(DateTimeOffset until) => (long)(until - Now).TotalSeconds;

    private static string Stamp(DateTimeOffset? time) => time is { } at ? $"{at.ToUnixTimeMilliseconds()}" : "never";
}
