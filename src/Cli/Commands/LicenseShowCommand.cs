using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>license show</c>: a license with its machines and signs of misuse.</summary>
internal static class LicenseShowCommand
{
    private static readonly string[] MachineHeadings = ["Machine", "Host", "User", "Client", "Last seen", "Country", "Seat"];
    private static readonly string[] ViolationHeadings = ["Violation", "Type", "Severity", "Detected", "State", "Details"];

    public static AdminCommand Build(Terminal terminal)
    {
        var key = LicenseCommand.Key();
        return new AdminCommand(
            terminal, "show", "Show a license, its machines and its violations", changes: false,
            ["cglicense license show CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D"], [key],
            (parsed, call) => call.Send(
                Endpoints.GetLicense,
                new GetLicenseRequest { LicenseKey = parsed.GetValue(key) },
                answer => Show(answer, terminal)));
    }

    private static void Show(GetLicenseAnswer answer, Terminal terminal)
    {
        var license = answer.License;
        var now = terminal.Now;
        terminal.Facts(
            ("License", $"[bold]{Wording.Text(license.Key)}[/]"),
            ("Status", Status(license)),
            ("Suspended", license.SuspendAt is { } at ? Moment.Show(at, now) : null),
            ("Message", Optional(license.Message)),
            ("Customer", Wording.Text(license.Email)),
            ("Product", Wording.Text($"{license.ProductId}, {license.Variant} ({license.LicenseType})")),
            ("Also unlocks", Optional(string.Join(", ", license.UnlockedProducts))),
            ("In use", Wording.InUse(license)),
            ("Created", Moment.Show(license.CreatedAt, now)),
            ("Ends", Moment.Show(license.ExpiresAt, now, "never")),
            ("Purchase", Optional(license.PurchaseId)),
            ("Discount code", Optional(license.DiscountCode)),
            ("Bundle", Optional(license.BundleId)),
            ("Dispute", Optional(license.DisputeReason)));
        terminal.Say("");
        terminal.Rows(MachineHeadings, answer.Activations.Select(machine => Row(machine, now)), "No machines yet.");
        if (answer.Activations.Count > 0)
            terminal.Say(Wording.Faint($"Free a lost one: cglicense license free-machine {license.Key} <machine or host>"));
        if (answer.Violations.Count > 0)
            terminal.Rows(ViolationHeadings, answer.Violations.Select(violation => Row(violation, now)), "");
    }

    private static string Status(LicenseRecord license)
    {
        var reason = license.RevokeReason is { } why ? $" ({Wording.Text(why)})" : "";
        var threat = license.ThreatLevel > 0 ? $", threat level {license.ThreatLevel} of 4" : "";
        return Wording.Badge(license.Status) + reason + threat;
    }

    private static string[] Row(ActivationRecord machine, DateTimeOffset now) =>
    [
        Abbreviation.Of(Wording.Text(machine.Fingerprint)), Wording.Text(machine.Hostname), Optional(machine.User) ?? "–",
        Optional(machine.Sdk) ?? "–", Moment.Show(machine.LastSeen, now), Optional(machine.LastCountry) ?? "–",
        machine.SessionActive ? "[green]held[/]" : "–",
    ];

    private static string[] Row(ViolationRecord violation, DateTimeOffset now) =>
    [
        Wording.Text(violation.Id), Wording.Text(violation.Type), $"{violation.Severity} of 4",
        Moment.Show(violation.DetectedAt, now), violation.Resolved ? "resolved" : "[yellow]open[/]",
        Optional(violation.Details) ?? "–",
    ];

    private static string? Optional(string? text) => string.IsNullOrEmpty(text) ? null : Wording.Text(text);
}
