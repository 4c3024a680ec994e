using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary><c>POST /createLicense</c>. What the body leaves out comes from the variant, else from <see cref="Defaults"/>.</summary>
public sealed class CreateLicenseRequest : AdminRequest
{
    public string? Email { get; init; }
    public string? ProductId { get; init; }
    public string? Variant { get; init; }
    public long? MaxMachines { get; init; }
    public long? MaxConcurrent { get; init; }
    public string? LicenseType { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public string? DiscountCode { get; init; }
    public string? PurchaseId { get; init; }
    public string? BundleId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? UnlockedProducts { get; init; }
}

public sealed class CreateLicenseAnswer
{
    public bool Success { get; init; } = true;
    public string LicenseKey { get; init; } = "";
}
