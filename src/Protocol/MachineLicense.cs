namespace CgLicense.Protocol;

/// <summary>What a machine learns of its license: the answer of <c>/activate</c> and of <c>/validate</c>.</summary>
public abstract class MachineLicense
{
    public string? Token { get; init; }

    /// <summary>When the token ends; the license's own end is <see cref="LicenseExpiresAt"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public long? MachinesUsed { get; init; }
    public long? MaxMachines { get; init; }

    [OneOf(LicenseStatus.Active, LicenseStatus.Degraded)]
    public string? Status { get; init; }

    public string? Variant { get; init; }
    public string? Message { get; init; }

    [OneOf(Protocol.LicenseType.PerMachine, Protocol.LicenseType.Floating, Protocol.LicenseType.Site)]
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
