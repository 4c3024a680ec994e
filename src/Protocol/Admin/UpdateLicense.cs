using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary><c>POST /updateLicense</c>: changes a license. Only the fields that are present change.</summary>
public sealed class UpdateLicenseRequest : AdminRequest
{
    [Needed]
    public string? LicenseKey { get; init; }

    [Longest(128)]
    public string? Variant { get; init; }

    [OneOf(Protocol.LicenseType.PerMachine, Protocol.LicenseType.Floating, Protocol.LicenseType.Site)]
    public string? LicenseType { get; init; }

    [Between(1, 1_000_000, OrUnlimited = true)]
    public long? MaxMachines { get; init; }

    [Between(0, 1_000_000, OrUnlimited = true)]
    public long? MaxConcurrent { get; init; }

    [OneOf(LicenseStatus.Active, LicenseStatus.Degraded, LicenseStatus.Suspended, LicenseStatus.Revoked)]
    public string? Status { get; init; }

    /// <summary>An explicit null makes the license perpetual; left out, the date stays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptionalTime ExpiresAt { get; init; }

    /// <summary>With status degraded: when it becomes suspended. A moment in the past suspends it now, null never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptionalTime SuspendAt { get; init; }

    [Longest(254), Form(FormAttribute.Email)]
    public string? Email { get; init; }

    /// <summary>An empty text removes the message.</summary>
    [Longest(500)]
    public string? Message { get; init; }

    [Longest(200)]
    public IReadOnlyList<string>? UnlockedProducts { get; init; }
}

/// <summary>A license after a change: <c>/updateLicense</c>, <c>/revokeLicense</c>, <c>/reinstateLicense</c>.</summary>
public sealed class LicenseAnswer
{
    public bool Success { get; init; } = true;
    public LicenseRecord License { get; init; } = new();
}
