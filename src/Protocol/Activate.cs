namespace CgLicense.Protocol;

/// <summary><c>POST /activate</c>: binds a machine to a license and answers the token that lets it run offline.</summary>
public sealed class ActivateRequest
{
    public string? LicenseKey { get; init; }
    public string? MachineFingerprint { get; init; }
    public string? Hostname { get; init; }
    public string? ProductId { get; init; }

    /// <summary>Optional: the operating-system account, shown to the license's owner.</summary>
    public string? User { get; init; }

    /// <summary>Optional, floating: the session to resume.</summary>
    public string? SessionId { get; init; }

    /// <summary>Optional: name and version of the calling SDK, such as <c>python/0.1.0</c>.</summary>
    public string? Sdk { get; init; }
}

public sealed class ActivateAnswer
{
    public bool Success { get; init; } = true;
    public string? Token { get; init; }

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
