namespace CgLicense.Protocol;

/// <summary><c>GET|POST /stats</c>: counts what happened per day (UTC), and what stands now. It reads counters, however many licenses there are.</summary>
public sealed class StatsRequest : AdminRequest
{
    /// <summary>Only of this creator.</summary>
    public string? CreatorId { get; init; }

    public string? ProductId { get; init; }

    /// <summary>The first day is the one that holds this moment; absent, 29 days before the last. At most 366 days in all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The last day is the one that holds this moment; absent, today.</summary>
    public DateTimeOffset? To { get; init; }
}

public sealed class StatsAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>Beginning of the first day.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>Beginning of the last day.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>How many there are now.</summary>
    public long Products { get; init; }

    /// <summary>Machine slots taken now.</summary>
    public long Machines { get; init; }

    public LicenseCounts Licenses { get; init; } = new();

    /// <summary>Floating seats in use now.</summary>
    public long SeatsLive { get; init; }

    /// <summary>Seats that the licenses in use now have together; null when one of them is unlimited.</summary>
    public long? SeatsCap { get; init; }

    /// <summary>
    /// Machines by the country they were last seen in, most first: at most 20, then the entries <c>other</c> (the rest of them) and
    /// <c>unknown</c>, where there are any.
    /// </summary>
    public IReadOnlyList<MachineGroup> Countries { get; init; } = [];

    /// <summary>Machines by the client they last activated with, as <see cref="Countries"/>.</summary>
    public IReadOnlyList<MachineGroup> SdkVersions { get; init; } = [];

    /// <summary>Oldest first; a day on which nothing happened is left out.</summary>
    public IReadOnlyList<DayRecord> Days { get; init; } = [];
}

/// <summary>How many licenses have which status, as it is stored: one that has run out counts as what it was.</summary>
public sealed class LicenseCounts
{
    /// <summary>Licenses that work.</summary>
    public long Active { get; init; }

    /// <summary>Licenses that work with less, or for a while only.</summary>
    public long Degraded { get; init; }

    /// <summary>Licenses that do not work until they are reinstated.</summary>
    public long Suspended { get; init; }

    /// <summary>Licenses that do not work any more.</summary>
    public long Revoked { get; init; }
}

/// <summary>Machine slots that have something in common.</summary>
public sealed class MachineGroup
{
    /// <summary>The rest of the groups.</summary>
    public const string Other = "other";

    /// <summary>Machines of which it is not known.</summary>
    public const string Unknown = "unknown";

    /// <summary>A country (ISO 3166-1 alpha-2), or a client and its version; or <c>other</c>, or <c>unknown</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>How many there are now.</summary>
    public long Machines { get; init; }
}

public sealed class DayRecord
{
    /// <summary>Beginning of the day.</summary>
    public DateTimeOffset Day { get; init; }

    /// <summary>New licenses, however they came to be.</summary>
    public long LicensesCreated { get; init; }

    /// <summary>New machines. One that starts again is no new one.</summary>
    public long Activations { get; init; }

    /// <summary>Machines freed, by the artist or by the seller.</summary>
    public long Deactivations { get; init; }

    /// <summary>The most seats in use at once, each floating license's own most added up.</summary>
    public long SeatsPeak { get; init; }

    /// <summary>How often a tool asked for a seat and all were taken, each repeat counted.</summary>
    public long SeatsDenied { get; init; }
}
