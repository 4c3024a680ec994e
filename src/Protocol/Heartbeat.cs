using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary><c>POST /heartbeat</c>: keeps a floating seat, takes it again when it lapsed and one is free.</summary>
public sealed class HeartbeatRequest
{
    [Needed]
    public string? LicenseKey { get; init; }

    [Needed, Longest(128)]
    public string? MachineFingerprint { get; init; }

    public string? ProductId { get; init; }

    [Longest(128)]
    public string? SessionId { get; init; }

    public string? Token { get; init; }
}

public sealed class HeartbeatAnswer
{
    public bool Success { get; init; } = true;
    public string? SessionId { get; init; }
    public DateTimeOffset? SessionExpiresAt { get; init; }
    public long? HeartbeatSeconds { get; init; }

    [OneOf(LicenseStatus.Active, LicenseStatus.Degraded)]
    public string? Status { get; init; }

    public string? Message { get; init; }
    public long? SeatsUsed { get; init; }
    public long? MaxConcurrent { get; init; }

    /// <summary>True when the old seat had lapsed and this heartbeat took a free one.</summary>
    public bool Reacquired { get; init; }

    /// <summary>A new token, only when the caller's is due for renewal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }
}
