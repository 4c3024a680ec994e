using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary><c>POST /updateLicense</c>: only the fields that are present change.</summary>
public sealed class UpdateLicenseRequest : AdminRequest
{
    public string? LicenseKey { get; init; }
    public string? Variant { get; init; }
    public string? LicenseType { get; init; }
    public long? MaxMachines { get; init; }
    public long? MaxConcurrent { get; init; }
    public string? Status { get; init; }

    /// <summary>An explicit null makes the license perpetual; left out, the date stays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptionalTime ExpiresAt { get; init; }

    /// <summary>With status degraded: when it becomes suspended. A moment in the past suspends it now, null never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptionalTime SuspendAt { get; init; }

    public string? Email { get; init; }

    /// <summary>An empty text removes the message.</summary>
    public string? Message { get; init; }

    public IReadOnlyList<string>? UnlockedProducts { get; init; }
}

/// <summary>A license after a change: <c>/updateLicense</c>, <c>/revokeLicense</c>, <c>/reinstateLicense</c>.</summary>
public sealed class LicenseAnswer
{
    public bool Success { get; init; } = true;
    public LicenseRecord License { get; init; } = new();
}
