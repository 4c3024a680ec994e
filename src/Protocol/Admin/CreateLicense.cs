using System.ComponentModel;
using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary><c>POST /createLicense</c>: makes a license and answers its key. What the body leaves out comes from the variant, else from the defaults.</summary>
public sealed class CreateLicenseRequest : AdminRequest
{
    [Needed, Longest(254), Form(FormAttribute.Email)]
    public string? Email { get; init; }

    [Needed]
    public string? ProductId { get; init; }

    [Longest(128), DefaultValue(Defaults.Variant)]
    public string? Variant { get; init; }

    [Between(1, 1_000_000, OrUnlimited = true)]
    public long? MaxMachines { get; init; }

    [Between(0, 1_000_000, OrUnlimited = true)]
    public long? MaxConcurrent { get; init; }

    [OneOf(Protocol.LicenseType.PerMachine, Protocol.LicenseType.Floating, Protocol.LicenseType.Site)]
    public string? LicenseType { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    [Longest(128)]
    public string? DiscountCode { get; init; }

    [Longest(255)]
    public string? PurchaseId { get; init; }

    [Longest(128)]
    public string? BundleId { get; init; }

    /// <summary>
    /// A key that was sold elsewhere and stays as it is: 8 to 128 of A–Z, a–z, 0–9, <c>-</c> and <c>_</c>. Absent, a new one is made. Admin secret only.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Form(FormAttribute.KeyFromElsewhere)]
    public string? LicenseKey { get; init; }

    /// <summary>The customer is sent their key. Without it nothing is sent: a shop that makes licenses here writes its own mail.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? SendEmail { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Longest(200)]
    public IReadOnlyList<string>? UnlockedProducts { get; init; }
}

public sealed class CreateLicenseAnswer
{
    public bool Success { get; init; } = true;
    public string LicenseKey { get; init; } = "";
}
