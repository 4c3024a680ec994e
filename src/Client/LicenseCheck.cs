using CgLicense.Protocol;

namespace CgLicense;

/// <summary>How a check came out.</summary>
/// <param name="IsLicensed">True: run the tool. <see cref="Error"/> may still hold a warning to show.</param>
/// <param name="Error">Why not; or, with a true result, a warning of code <c>degraded</c>; else null.</param>
/// <param name="Status">One of <see cref="LicenseStatus"/>, or null when nothing is known.</param>
/// <param name="Message">The seller's message for the artist, or null.</param>
/// <param name="Info">What is known of the license; null when this machine holds none.</param>
public sealed record LicenseCheck(bool IsLicensed, LicenseError? Error, string? Status, string? Message, LicenseInfo? Info)
{
    internal static LicenseCheck Refused(LicenseError error, LicenseInfo? info = null) =>
        new(false, error, info?.Status, info?.Message, info);

    internal static LicenseCheck Licensed(LicenseError? warning, LicenseInfo info) =>
        new(true, warning, info.Status, info.Message, info);
}
