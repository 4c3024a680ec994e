using System.Globalization;
using Spectre.Console;

namespace CgLicense.Cli.Output;

/// <summary>Small texts that several commands show the same way. All of them are Spectre markup, already escaped.</summary>
internal static class Wording
{
    /// <summary>
    /// Text from elsewhere, safe to show. Host names and messages are chosen by strangers: control characters in them
    /// could rewrite the screen of the seller who looks at them (CWE-150).
    /// </summary>
    public static string Text(string? text) => Markup.Escape(Harmless(text ?? ""));

    public static string Harmless(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '?' : c));

    public static string Faint(string text) => $"[grey]{Markup.Escape(text)}[/]";

    /// <summary>A status in its colour. The word says all, so that nothing is lost without colour.</summary>
    public static string Badge(string? status) => status switch
    {
        LicenseStatus.Active or ProductStatus.Live => $"[green]{status}[/]",
        LicenseStatus.Degraded or LicenseStatus.Suspended or ProductStatus.Unlisted => $"[yellow]{status}[/]",
        LicenseStatus.Revoked or LicenseStatus.Expired => $"[red]{status}[/]",
        null => Faint("unknown"),
        _ => Faint(status),
    };

    public static string Limit(long limit) =>
        limit == Defaults.Unlimited ? "unlimited" : limit.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a license counts, as far as it counts: <c>1 of 2 machines</c>, <c>3 of 5 seats</c>.</summary>
    public static string InUse(LicenseRecord license) => license.LicenseType == LicenseType.Floating
        ? Of(license.SeatsUsed, license.MaxConcurrent, "seat")
        : Of(license.MachinesUsed, license.MaxMachines, "machine");

    public static string Of(long used, long limit, string thing) => limit == Defaults.Unlimited
        ? Plural(used, thing)
        : string.Create(CultureInfo.InvariantCulture, $"{used} of {Plural(limit, thing)}");

    public static string Plural(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");
}
