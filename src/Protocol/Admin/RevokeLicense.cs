using System.ComponentModel;

namespace CgLicense.Protocol;

/// <summary><c>POST /revokeLicense</c>: revokes a license: its machines stop at their next contact. Undone only by <c>/reinstateLicense</c>.</summary>
public sealed class RevokeLicenseRequest : AdminRequest
{
    /// <summary>What <see cref="Reason"/> may be. Fraud and chargeback raise the threat level to 4; a refund does not.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["manual", "fraud", "cancelled", "refund", "chargeback"];

    [Needed]
    public string? LicenseKey { get; init; }

    /// <summary>Default <c>manual</c>.</summary>
    [OneOf("manual", "fraud", "cancelled", "refund", "chargeback"), DefaultValue("manual")]
    public string? Reason { get; init; }
}

/// <summary><c>POST /reinstateLicense</c>: makes a revoked or suspended license active again.</summary>
public sealed class ReinstateLicenseRequest : AdminRequest
{
    [Needed]
    public string? LicenseKey { get; init; }
}
