namespace CgLicense.Protocol;

/// <summary><c>POST /validate</c>: is this activated machine still licensed? Renews its token when that is due.</summary>
public sealed class ValidateRequest
{
    public string? LicenseKey { get; init; }
    public string? MachineFingerprint { get; init; }
    public string? Token { get; init; }

    /// <summary>Optional, floating with one seat per process: the session that asks.</summary>
    public string? SessionId { get; init; }
}

public sealed class ValidateAnswer
{
    public bool Valid { get; init; } = true;

    /// <summary>The token to keep: the one sent in, unless it had to be renewed.</summary>
    public string? Token { get; init; }

    public bool Refreshed { get; init; }

    /// <summary>When the token ends; the license's own end is <see cref="LicenseExpiresAt"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public long? MachinesUsed { get; init; }
    public long? MaxMachines { get; init; }
    public string? Status { get; init; }
    public string? Variant { get; init; }
    public string? Message { get; init; }
    public string? LicenseType { get; init; }
    public DateTimeOffset? LicenseExpiresAt { get; init; }
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Floating only, as are the four below; null otherwise.</summary>
    public string? SessionId { get; init; }
    public long? HeartbeatSeconds { get; init; }
    public DateTimeOffset? SessionExpiresAt { get; init; }
    public long? SeatsUsed { get; init; }
    public long? MaxConcurrent { get; init; }
}
