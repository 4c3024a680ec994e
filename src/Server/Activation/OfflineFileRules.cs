using CgLicense.Protocol;
using CgLicense.Server.Licenses;

namespace CgLicense.Server.Activation;

/// <summary>Can this license be carried to a machine without network? Who may then have a slot is decided as for every other machine.</summary>
internal static class OfflineFileRules
{
    /// <summary>
    /// What ended or was taken away is told first: it is what the customer has to mend. A floating seat is kept by heartbeats, and a machine
    /// that sends none holds no seat.
    /// </summary>
    public static LicenseError? Refusal(LicenseFacts license, string productId, DateTimeOffset now) =>
        LicenseRules.Refusal(license, productId, now) ?? (license.IsFloating ? Floating : null);

    public static LicenseError Floating { get; } = LicenseError.InvalidRequest(
        "A floating license has no license file: its seat is kept by heartbeats, which a machine without network cannot send. Use a per-machine license there.");
}
