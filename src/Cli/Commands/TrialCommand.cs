using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>trial create|list|update|delete|redeem</c>.</summary>
internal static class TrialCommand
{
    private static readonly string[] Headings = ["Code", "Product", "Trial", "Used", "Ends", "Creator", "Status"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "trial", "Codes that anyone may redeem for a license that ends", ["cglicense trial list"])
    {
        Change(terminal, "create", "Create a trial code", Endpoints.CreateTrialCode, isNew: true,
            "cglicense trial create TRY14 --product rockbuilder --days 14 --max-uses 500"),
        List(terminal),
        Change(terminal, "update", "Change a trial code. Only what is given changes", Endpoints.UpdateTrialCode, isNew: false,
            "cglicense trial update TRY14 --active false"),
        Delete(terminal),
        TrialRedeemCommand.Build(terminal),
    };

    private static AdminCommand Change(
        Terminal terminal, string name, string description, Endpoint<TrialCodeRequest, TrialCodeAnswer> endpoint, bool isNew, string example)
    {
        var fields = new CodeFields(terminal);
        var product = Values.Text("--product", "ID", "The product it is for", required: isNew);
        var days = Values.Number("--days", "N", "A trial ends so many days after it was redeemed");
        days.Required = isNew;
        return new AdminCommand(
            terminal, name, description, changes: true, [example], [.. fields.Changing, product, days],
            (parsed, call) => call.Send(
                endpoint,
                new TrialCodeRequest
                {
                    Code = fields.Code(parsed),
                    CreatorId = fields.Creator(parsed),
                    ProductId = parsed.GetValue(product),
                    TrialDays = parsed.GetValue(days),
                    MaxUses = fields.MaxUses(parsed),
                    ExpiresAt = fields.ExpiresAt(parsed),
                    Active = fields.Active(parsed),
                },
                answer =>
                {
                    var code = answer.TrialCode;
                    terminal.Say($"Trial code [bold]{Wording.Text(code.Code)}[/] for {Wording.Plural(code.TrialDays, "day")} of {Wording.Text(code.ProductId)} {(isNew ? "created" : "changed")}.");
                    if (isNew)
                        terminal.Say(Wording.Faint("A variant named 'trial' sets what trials may do; without one, they run on one computer."));
                }));
    }

    private static AdminCommand List(Terminal terminal)
    {
        var creator = Values.Text("--creator", "ID", "One creator's only");
        var product = Values.Text("--product", "ID", "For one product only");
        var page = new PageOptions();
        return new AdminCommand(
            terminal, "list", "List trial codes, newest first", changes: false, ["cglicense trial list --product rockbuilder"],
            [creator, product, .. page.All],
            (parsed, call) => call.Send(
                Endpoints.ListTrialCodes,
                new ListTrialCodesRequest
                {
                    CreatorId = parsed.GetValue(creator),
                    ProductId = parsed.GetValue(product),
                    Limit = page.Limit(parsed),
                    Cursor = page.Cursor(parsed),
                },
                answer =>
                {
                    terminal.Rows(
                        Headings, answer.TrialCodes.Select(code => Row(code, terminal.Now)),
                        "No trial codes. Create one with 'cglicense trial create'.");
                    PageOptions.SayMore(terminal, answer.NextCursor);
                }));
    }

    private static AdminCommand Delete(Terminal terminal)
    {
        var fields = new CodeFields(terminal);
        return new AdminCommand(
            terminal, "delete", "Delete a trial code; trials that were redeemed go on", changes: true,
            ["cglicense trial delete TRY14"], fields.Naming,
            (parsed, call) => call.Send(
                Endpoints.DeleteTrialCode,
                new DeleteTrialCodeRequest { Code = fields.Code(parsed), CreatorId = fields.Creator(parsed) },
                _ => terminal.Say($"Trial code [bold]{Wording.Text(fields.Code(parsed))}[/] deleted.")));
    }

    private static string[] Row(TrialCodeRecord code, DateTimeOffset now) =>
    [
        Wording.Text(code.Code), Wording.Text(code.ProductId), Wording.Plural(code.TrialDays, "day"),
        CodeFields.Uses(code.UsedCount, code.MaxUses), Moment.Show(code.ExpiresAt, now, "never"), Wording.Text(code.CreatorId),
        CodeFields.State(code.Active),
    ];
}
