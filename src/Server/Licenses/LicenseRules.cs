using CgLicense.Protocol;

namespace CgLicense.Server.Licenses;

/// <summary>What a license is worth at a moment.</summary>
internal static class LicenseRules
{
    public static string StatusAt(LicenseFacts license, DateTimeOffset now) =>
        StatusAt(license.StoredStatus, license.SuspendAt, license.ExpiresAt, now);

    /// <summary>Expired is derived and wins over every stored status; a degraded license may be suspended by time.</summary>
    public static string StatusAt(string stored, DateTimeOffset? suspendAt, DateTimeOffset? expiresAt, DateTimeOffset now) =>
        expiresAt <= now ? LicenseStatus.Expired
        : stored == LicenseStatus.Degraded && suspendAt <= now ? LicenseStatus.Suspended
        : stored;

    /// <summary>Null when the license may be used for the product now. A null product is not asked about.</summary>
    public static LicenseError? Refusal(LicenseFacts license, string? productId, DateTimeOffset now) =>
        StatusAt(license, now) switch
        {
            LicenseStatus.Expired => LicenseError.Expired,
            LicenseStatus.Revoked => LicenseError.Revoked,
            LicenseStatus.Suspended => LicenseError.Suspended,
            _ when productId is not null && !license.Covers(productId) => LicenseError.WrongProduct,
            _ => null,
        };
}
