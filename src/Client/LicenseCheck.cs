using CgLicense.Protocol;

namespace CgLicense;

/// <summary>How a check came out.</summary>
/// <param name="IsLicensed">True: run the tool. <see cref="Error"/> may still hold a warning to show.</param>
/// <param name="Error">Why not; or, with a true result, a warning of code <c>degraded</c>; else null.</param>
/// <param name="Status"><c>active</c> or <c>degraded</c> while the tool may run, else the code of what stops it.</param>
/// <param name="Message">The seller's message for the artist, or null.</param>
/// <param name="Info">What is known of the license.</param>
public sealed record LicenseCheck(bool IsLicensed, LicenseError? Error, string Status, string? Message, LicenseInfo Info)
{
    internal static LicenseCheck Refused(LicenseError error, CachedLicense record, TokenClaims? token, long now)
    {
        var info = LicenseInfo.From(record, token, now, error.Code);
        return new(false, error, info.Status, info.Message, info);
    }

    /// <summary>Nothing is stored that could be read.</summary>
    internal static LicenseCheck Refused(LicenseError error, string productId) =>
        Refused(error, new CachedLicense { ProductId = productId }, null, 0);

    internal static LicenseCheck Licensed(LicenseError? warning, LicenseInfo info) =>
        new(true, warning, info.Status, info.Message, info);
}
