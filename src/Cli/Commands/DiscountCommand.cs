using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>discount create|list|update|delete</c>.</summary>
internal static class DiscountCommand
{
    private static readonly string[] Headings = ["Code", "Product", "Discount", "Trial", "Used", "Ends", "Creator", "Status"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "discount", "Codes your shop takes a percentage off for", ["cglicense discount list"])
    {
        Change(terminal, "create", "Create a discount code", Endpoints.CreateDiscountCode, "created",
            "cglicense discount create SUMMER26 --product rockbuilder --percent 20 --max-uses 100 --expires 2031-09-01"),
        List(terminal),
        Change(terminal, "update", "Change a discount code. Only what is given changes", Endpoints.UpdateDiscountCode, "changed",
            "cglicense discount update SUMMER26 --percent 30"),
        Delete(terminal),
    };

    private static AdminCommand Change(
        Terminal terminal, string name, string description, Endpoint<DiscountCodeRequest, DiscountCodeAnswer> endpoint, string done, string example)
    {
        var fields = new CodeFields(terminal);
        var product = Values.Text("--product", "ID", "The one product it is for; \"\" for all of the creator's");
        var percent = Values.NumberOrNone("--percent", "What the shop takes off, 1 to 100; the server only keeps it");
        var trialDays = Values.NumberOrNone("--trial-days", "Licenses bought with it end after so many days, unless their order says when");
        return new AdminCommand(
            terminal, name, description, changes: true, [example], [.. fields.Changing, product, percent, trialDays],
            (parsed, call) => call.Send(
                endpoint,
                new DiscountCodeRequest
                {
                    Code = fields.Code(parsed),
                    CreatorId = fields.Creator(parsed),
                    ProductId = parsed.GetValue(product),
                    Percent = parsed.GetValue(percent),
                    TrialDays = parsed.GetValue(trialDays),
                    MaxUses = fields.MaxUses(parsed),
                    ExpiresAt = fields.ExpiresAt(parsed),
                    Active = fields.Active(parsed),
                },
                answer => terminal.Say($"Discount code [bold]{Wording.Text(answer.DiscountCode.Code)}[/] of {Wording.Text(answer.DiscountCode.CreatorId)} {done}.")));
    }

    private static AdminCommand List(Terminal terminal)
    {
        var creator = Values.Text("--creator", "ID", "One creator's only");
        var product = Values.Text("--product", "ID", "For one product only");
        var page = new PageOptions();
        return new AdminCommand(
            terminal, "list", "List discount codes, newest first", changes: false, ["cglicense discount list --creator anna"],
            [creator, product, .. page.All],
            (parsed, call) => call.Send(
                Endpoints.ListDiscountCodes,
                new ListDiscountCodesRequest
                {
                    CreatorId = parsed.GetValue(creator),
                    ProductId = parsed.GetValue(product),
                    Limit = page.Limit(parsed),
                    Cursor = page.Cursor(parsed),
                },
                answer =>
                {
                    terminal.Rows(
                        Headings, answer.DiscountCodes.Select(code => Row(code, terminal.Now)),
                        "No discount codes. Create one with 'cglicense discount create'.");
                    PageOptions.SayMore(terminal, answer.NextCursor);
                }));
    }

    private static AdminCommand Delete(Terminal terminal)
    {
        var fields = new CodeFields(terminal);
        return new AdminCommand(
            terminal, "delete", "Delete a discount code; licenses bought with it stay as they are", changes: true,
            ["cglicense discount delete SUMMER26"], fields.Naming,
            (parsed, call) => call.Send(
                Endpoints.DeleteDiscountCode,
                new DeleteDiscountCodeRequest { Code = fields.Code(parsed), CreatorId = fields.Creator(parsed) },
                _ => terminal.Say($"Discount code [bold]{Wording.Text(fields.Code(parsed))}[/] deleted.")));
    }

    private static string[] Row(DiscountCodeRecord code, DateTimeOffset now) =>
    [
        Wording.Text(code.Code), code.ProductId is { } product ? Wording.Text(product) : "all",
        code.Percent is { } percent ? $"{percent} %" : "–", code.TrialDays is { } days ? Wording.Plural(days, "day") : "–",
        CodeFields.Uses(code.UsedCount, code.MaxUses), Moment.Show(code.ExpiresAt, now, "never"), Wording.Text(code.CreatorId),
        CodeFields.State(code.Active),
    ];
}
