using CgLicense.Protocol;
using CgLicense.Server.Pages;

namespace CgLicense.Server.Portal;

/// <summary>A license's state in words for the person who bought it.</summary>
/// <param name="Label">A word or two.</param>
/// <param name="Tone">The style sheet's colour for it.</param>
internal sealed record StatusWords(string Label, string Tone, Html Sentence)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static StatusWords Of(PortalLicense license, DateTimeOffset now) => license.StatusAt(now) switch
    {
        LicenseStatus.Expired => new("Ended", "bad", Html.Of($"It ended on {license.ExpiresAt!.Value}. Renewed, it works again on the same computers.")),
        LicenseStatus.Revoked => new("Withdrawn", "bad", Html.Of($"Its seller has withdrawn it. Ask them if you think that this is a mistake.{Said(license)}")),
        LicenseStatus.Suspended => new("Paused", "bad", Html.Of($"It cannot be used at the moment. Ask its seller what has to be done.{Said(license)}")),
        LicenseStatus.Degraded => new("Needs attention", "warn", Html.Of($"It works.{Until(license)}{Said(license)}")),
        _ when license.ExpiresAt - now <= Soon => new("Ends soon", "warn", Html.Of($"It ends on {license.ExpiresAt!.Value}.")),
        _ when license.ExpiresAt is { } end => new("Active", "good", Html.Of($"Good until {end}.")),
        _ => new("Active", "good", Html.Of($"It does not end.")),
    };

    private static Html Until(PortalLicense license) => license.SuspendAt is { } end ? Html.Of($" Unless that changes, it is paused on {end}.") : Html.None;

    private static Html Said(PortalLicense license) => license.Message is { Length: > 0 } text ? Html.Of($" {text}") : Html.None;
}
