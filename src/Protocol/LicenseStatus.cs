namespace CgLicense.Protocol;

/// <summary>What a license may be. <see cref="Expired"/> is derived from the expiry date and wins over the stored ones.</summary>
public static class LicenseStatus
{
    public const string Active = "active";
    public const string Degraded = "degraded";
    public const string Suspended = "suspended";
    public const string Revoked = "revoked";
    public const string Expired = "expired";

    /// <summary>The states an administrator can set.</summary>
    public static IReadOnlyList<string> Stored { get; } = [Active, Degraded, Suspended, Revoked];
}
