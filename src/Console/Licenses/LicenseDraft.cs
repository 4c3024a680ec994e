using CgLicense.Console.Look;
using CgLicense.Protocol;

namespace CgLicense.Console.Licenses;

/// <summary>A license being edited.</summary>
public sealed class LicenseDraft(LicenseRecord license)
{
    public string? Email { get; set; } = license.Email;

    public string? Variant { get; set; } = license.Variant;

    public string? MaxMachines { get; set; } = Number(license.MaxMachines);

    public string? MaxConcurrent { get; set; } = Number(license.MaxConcurrent);

    /// <summary>The last day, UTC; empty for never.</summary>
    public string? Day { get; set; } = LastDay(license);

    public string? Message { get; set; } = license.Message ?? "";

    /// <summary>Only what differs from the license as it was read, so that nobody's change in between is undone; null when nothing does.</summary>
    public UpdateLicenseRequest? Changes()
    {
        var endsElsewhere = (Day ?? "") != LastDay(license);
        var request = new UpdateLicenseRequest
        {
            LicenseKey = license.Key,
            Email = Changed(Email, license.Email),
            Variant = Changed(Variant, license.Variant),
            MaxMachines = Words.Number(MaxMachines) is { } machines && machines != license.MaxMachines ? machines : null,
            MaxConcurrent = Words.Number(MaxConcurrent) is { } seats && seats != license.MaxConcurrent ? seats : null,
            ExpiresAt = endsElsewhere ? new OptionalTime(Words.Day(Day)?.AddDays(1)) : default,
            Message = (Message ?? "") == (license.Message ?? "") ? null : Message,
        };
        return request is { Email: null, Variant: null, MaxMachines: null, MaxConcurrent: null, Message: null } && !endsElsewhere ? null : request;
    }

    private static string? Changed(string? now, string before) => now?.Trim() is { Length: > 0 } text && text != before ? text : null;

    // A license that ends at midnight was good until the day before.
    private static string LastDay(LicenseRecord license) => Words.Day(license.ExpiresAt?.AddTicks(-1));

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
