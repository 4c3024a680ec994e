using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Commands;

/// <summary><c>status</c>: all that is known here of the license. Exit codes as <c>check</c>.</summary>
internal static class StatusCommand
{
    public static Command Build(Terminal terminal)
    {
        var showKey = new Option<bool>("--show-key") { Description = "Show the whole license key, not only its end" };
        return new MachineCommand(
            terminal, "status", "Show all that this computer knows of its license",
            ["cglicense status --product rockbuilder --salt rockbuilder-salt"], [showKey],
            async (parsed, client, cancellationToken) =>
            {
                var check = await client.CheckLicenseAsync(cancellationToken);
                var product = parsed.GetRequiredValue(MachineOptions.Product);
                var report = MachineReport.Of(client, product, check.IsLicensed, parsed.GetValue(showKey));
                if (!terminal.IsJson)
                    Show(check, client, parsed.GetValue(showKey), terminal);
                if (!check.IsLicensed)
                    return terminal.Fail(check.Error!, Advice.ForArtist(check.Error!), report.ToJson());
                if (terminal.IsJson)
                    Terminal.Print(report.ToJson());
                if (check.Error is { } warning)
                    terminal.Warn(warning.Message);
                return ExitCode.Ok;
            });
    }

    private static void Show(LicenseCheck check, LicenseClient client, bool showKey, Terminal terminal)
    {
        var info = check.Info;
        var isKnown = info.LicenseKey is not null;
        terminal.Facts(
            ("Product", Wording.Text(info.ProductId)),
            ("Licensed", check.IsLicensed ? "[green]yes[/]" : "[red]no[/]"),
            ("Status", Wording.Badge(info.Status)),
            ("Message", string.IsNullOrEmpty(info.Message) ? null : Wording.Text(info.Message)),
            ("License", info.LicenseKey is not { } key ? null : Wording.Text(showKey ? key : LicenseKey.Parse(key).ToString())),
            ("Variant", info.Variant is null ? null : Wording.Text($"{info.Variant} ({info.LicenseType})")),
            ("Ends", isKnown ? Moment.Show(info.LicenseExpiresAt, terminal.Now, "never") : null),
            ("In use", info is { MachinesUsed: { } used, MaxMachines: { } limit } ? Wording.Of(used, limit, "machine") : null),
            ("Works offline", info.ExpiresAt is { } end ? "until " + Moment.Show(end, terminal.Now) : null),
            ("Features", info.Features.Count == 0 ? null : Wording.Text(string.Join(", ", info.Features))),
            ("Fingerprint", Wording.Text(client.Fingerprint)),
            ("Kept in", Wording.Text(client.LicenseFile)));
    }
}
