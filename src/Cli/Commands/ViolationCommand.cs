using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>violation list|resolve</c>: signs of misuse that a person should look at.</summary>
internal static class ViolationCommand
{
    private static readonly string[] Headings = ["Violation", "Type", "Severity", "License", "Customer", "Product", "License is", "Detected", "State", "Details"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "violation", "Signs of misuse, and what you make of them", ["cglicense violation list"])
    {
        List(terminal), Resolve(terminal),
    };

    private static AdminCommand List(Terminal terminal)
    {
        var product = Values.Text("--product", "ID", "One product's");
        var license = Values.Text("--license", "KEY", "One license's");
        var type = Values.Text("--type", "NAME", "Of one type");
        var all = new Option<bool>("--all") { Description = "Resolved ones too" };
        var page = new PageOptions();
        return new AdminCommand(
            terminal, "list", "List open violations, those of severity 3 and 4 first", changes: false,
            ["cglicense violation list --product rockbuilder"], [product, license, type, all, .. page.All],
            (parsed, call) => call.Send(
                Endpoints.ListViolations,
                new ListViolationsRequest
                {
                    ProductId = parsed.GetValue(product),
                    LicenseKey = parsed.GetValue(license),
                    Type = parsed.GetValue(type),
                    Resolved = parsed.GetValue(all) ? null : false,
                    Limit = page.Limit(parsed),
                    Cursor = page.Cursor(parsed),
                },
                answer =>
                {
                    terminal.Rows(Headings, answer.Violations.Select(violation => Row(violation, terminal.Now)), "Nothing to look at.");
                    PageOptions.SayMore(terminal, answer.NextCursor);
                }));
    }

    private static AdminCommand Resolve(Terminal terminal)
    {
        var key = LicenseCommand.Key();
        var ids = new Argument<string[]>("VIOLATION") { Description = "Its number, from 'violation list'; several are possible", Arity = ArgumentArity.OneOrMore };
        return new AdminCommand(
            terminal, "resolve", "Mark violations of a license as false alarms; its threat level is what the others make of it", changes: true,
            ["cglicense violation resolve CGL-7K2MV-0B9QX-4TZC1-W8RNE-5HJ3D 17 18"], [key, ids],
            (parsed, call) => call.Send(
                Endpoints.ResolveLicense,
                new ResolveLicenseRequest { LicenseKey = parsed.GetValue(key), ViolationIds = parsed.GetValue(ids) },
                answer =>
                {
                    terminal.Say($"{Wording.Plural(answer.ResolvedCount, "violation")} resolved, {answer.License.UnresolvedViolationsCount} open; threat level {answer.License.ThreatLevel} of 4.");
                    terminal.Say(LicenseCommand.Line(answer.License));
                }));
    }

    private static string[] Row(QueuedViolation violation, DateTimeOffset now) =>
    [
        Wording.Text(violation.Id), Wording.Text(violation.Type), $"{violation.Severity} of 4", Wording.Text(violation.LicenseKey),
        Wording.Text(violation.Email), Wording.Text(violation.ProductId), Wording.Badge(violation.LicenseStatus),
        Moment.Show(violation.DetectedAt, now), violation.Resolved ? "resolved" : "[yellow]open[/]", Wording.Text(violation.Details ?? "–"),
    ];
}
