namespace CgLicense.Protocol;

/// <summary><c>POST /revokeLicense</c>: final for the machines that hold it; undone only by <c>/reinstateLicense</c>.</summary>
public sealed class RevokeLicenseRequest : AdminRequest
{
    /// <summary>What <see cref="Reason"/> may be. Fraud and chargeback raise the threat level to 4; a refund does not.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["manual", "fraud", "cancelled", "refund", "chargeback"];

    public string? LicenseKey { get; init; }

    /// <summary>Default <c>manual</c>.</summary>
    public string? Reason { get; init; }
}

/// <summary><c>POST /reinstateLicense</c>: a revoked or suspended license is active again.</summary>
public sealed class ReinstateLicenseRequest : AdminRequest
{
    public string? LicenseKey { get; init; }
}
