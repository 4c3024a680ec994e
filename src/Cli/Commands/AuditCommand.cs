using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>audit list</c> and <c>audit verify</c>: what was changed, and the proof that this is all of it.</summary>
internal static class AuditCommand
{
    private static readonly string[] Headings = ["When", "Who", "From", "What", "To", "Details"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "audit", "What was changed, by whom, when and from where", ["cglicense audit list --action updateLicense", "cglicense audit verify"])
    {
        List(terminal),
        AuditVerifyCommand.Build(terminal),
    };

    private static AdminCommand List(Terminal terminal)
    {
        var license = Values.Text("--license", "KEY", "Only what happened to this license");
        var action = Values.Text("--action", "NAME", "Only one kind of change: createLicense, updateLicense, activate, …");
        var actor = Values.Text("--actor", "NAME", "Only by one: admin, webhook, machine, key:…, stripe, server:…");
        var from = Values.Since("--from", "Only at or after");
        var to = Values.Since("--to", "Only before");
        var page = new PageOptions();
        return new AdminCommand(
            terminal, "list", "List changes, newest first", changes: false,
            ["cglicense audit list --license CGL-7XK2M-9QW4T-HV3PJ-N8DRA-ZC5YF", "cglicense audit list --actor admin --from 2026-11-01"],
            [license, action, actor, from, to, .. page.All],
            (parsed, call) => call.Send(
                Endpoints.ListAudit,
                new ListAuditRequest
                {
                    LicenseKey = parsed.GetValue(license),
                    Action = parsed.GetValue(action),
                    Actor = parsed.GetValue(actor),
                    From = parsed.GetValue(from),
                    To = parsed.GetValue(to),
                    Limit = page.Limit(parsed),
                    Cursor = page.Cursor(parsed),
                },
                answer =>
                {
                    terminal.Rows(Headings, answer.Entries.Select(entry => Row(entry, terminal.Now)), "Nothing was changed.");
                    PageOptions.SayMore(terminal, answer.NextCursor);
                }));
    }

    private static string[] Row(AuditRecord entry, DateTimeOffset now) =>
    [
        Moment.Show(entry.At, now), Wording.Text(entry.Actor), Wording.Text(entry.Address ?? "–"), Wording.Text(entry.Action),
        Wording.Text(entry.LicenseKey ?? entry.Subject), Wording.Text(string.Join(", ", new[] { entry.Details, entry.Personal }.OfType<string>())),
    ];
}
