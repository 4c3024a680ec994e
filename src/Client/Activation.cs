using CgLicense.Protocol;

namespace CgLicense;

/// <summary>What activating a machine came to.</summary>
public sealed record Activation
{
    /// <summary>Machine slots taken, this machine's included.</summary>
    public long? MachinesUsed { get; init; }

    /// <summary>Machine slots of the license; -1 is unlimited.</summary>
    public long? MaxMachines { get; init; }

    /// <summary>When the <i>license</i> ends (UTC); null when it is perpetual. Same as <see cref="LicenseExpiresAt"/>.</summary>
    public DateTimeOffset? ExpiresAt => LicenseExpiresAt;

    /// <summary>When the license ends (UTC); null when it is perpetual.</summary>
    public DateTimeOffset? LicenseExpiresAt { get; init; }

    /// <summary>Until when the machine runs without asking the server again (UTC), the grace period not counted.</summary>
    public DateTimeOffset TokenExpiresAt { get; init; }

    /// <summary><c>active</c> or <c>degraded</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The edition bought, such as <c>indie</c>.</summary>
    public string? Variant { get; init; }

    /// <summary>The seller's message for the artist, or null.</summary>
    public string? Message { get; init; }

    /// <summary>One of <see cref="Protocol.LicenseType"/>.</summary>
    public string? LicenseType { get; init; }

    /// <summary>Features the variant unlocks.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Floating: the session that holds the seat; else null, as are the four below.</summary>
    public string? SessionId { get; init; }

    /// <summary>Floating: how often to send a heartbeat, in seconds.</summary>
    public long? HeartbeatSeconds { get; init; }

    /// <summary>Floating: when the seat lapses without a heartbeat (UTC).</summary>
    public DateTimeOffset? SessionExpiresAt { get; init; }

    /// <summary>Floating: seats taken, this one included.</summary>
    public long? SeatsUsed { get; init; }

    /// <summary>Floating: seats of the license; -1 is unlimited.</summary>
    public long? MaxConcurrent { get; init; }

    internal static Activation From(Grant grant) => new()
    {
        MachinesUsed = grant.MachinesUsed,
        MaxMachines = grant.MaxMachines,
        LicenseExpiresAt = grant.Claims.LicenseExpiresAt is { } end ? UnixTime.ToTime(end) : null,
        TokenExpiresAt = UnixTime.ToTime(grant.Claims.Exp),
        Status = grant.Claims.Status,
        Variant = grant.Claims.Variant,
        Message = grant.Claims.Message,
        LicenseType = grant.Claims.LicenseType,
        Features = grant.Claims.Features,
        SessionId = grant.SessionId,
        HeartbeatSeconds = grant.HeartbeatSeconds,
        SessionExpiresAt = grant.SessionExpiresAt,
        SeatsUsed = grant.SeatsUsed,
        MaxConcurrent = grant.MaxConcurrent,
    };
}
