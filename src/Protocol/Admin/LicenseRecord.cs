namespace CgLicense.Protocol;

/// <summary>A license as its creator sees it.</summary>
public sealed class LicenseRecord
{
    public string Key { get; init; } = "";
    public string Email { get; init; } = "";
    public string ProductId { get; init; } = "";
    public string Variant { get; init; } = "";

    [OneOf(Protocol.LicenseType.PerMachine, Protocol.LicenseType.Floating, Protocol.LicenseType.Site)]
    public string LicenseType { get; init; } = "";

    /// <summary>The effective status: <c>expired</c> wins over the stored one.</summary>
    [OneOf(LicenseStatus.Active, LicenseStatus.Degraded, LicenseStatus.Suspended, LicenseStatus.Revoked, LicenseStatus.Expired)]
    public string Status { get; init; } = "";

    /// <summary>Shown to the artist by the tool, with a degraded or suspended status above all.</summary>
    public string? Message { get; init; }

    /// <summary>When a degraded license is suspended unless the matter is settled first.</summary>
    public DateTimeOffset? SuspendAt { get; init; }

    /// <summary>0 clean, 1 logged only, 2 degraded, 3 degraded and suspended after 72 h, 4 revoked.</summary>
    public long ThreatLevel { get; init; }

    public long MaxMachines { get; init; }
    public long MaxConcurrent { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PurchasedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public string? DiscountCode { get; init; }
    public string? PurchaseId { get; init; }
    public string? BundleId { get; init; }
    public IReadOnlyList<string> UnlockedProducts { get; init; } = [];
    public string? RevokeReason { get; init; }
    public string? DisputeReason { get; init; }
    public DateTimeOffset? DisputedAt { get; init; }
    public long MachinesUsed { get; init; }
    public long SeatsUsed { get; init; }
    public long UnresolvedViolationsCount { get; init; }
}

/// <summary>A machine bound to a license.</summary>
public sealed class ActivationRecord
{
    public string Fingerprint { get; init; } = "";
    public string Hostname { get; init; } = "";
    public string? User { get; init; }
    public string? Sdk { get; init; }
    public IReadOnlyList<string> Countries { get; init; } = [];
    public string? LastCountry { get; init; }
    public DateTimeOffset FirstSeen { get; init; }
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>True while the machine holds a live floating seat.</summary>
    public bool SessionActive { get; init; }
}

/// <summary>A sign of misuse with its evidence.</summary>
public sealed class ViolationRecord
{
    public string Id { get; init; } = "";
    public string Type { get; init; } = "";
    public long Severity { get; init; }
    public DateTimeOffset DetectedAt { get; init; }
    public bool Resolved { get; init; }
    public string? Details { get; init; }
}
