using System.CommandLine;
using System.Text.Json;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>license list</c>: one page, or all of them.</summary>
internal static class LicenseListCommand
{
    private static readonly string[] Headings = ["License", "Customer", "Product", "Variant", "Status", "In use", "Ends"];

    public static AdminCommand Build(Terminal terminal)
    {
        var email = Values.Text("--email", "ADDRESS", "One customer's");
        var product = Values.Text("--product", "ID", "One product's");
        var status = Values.Choice("--status", "Of one status", [.. LicenseStatus.Stored, LicenseStatus.Expired]);
        var variant = Values.Text("--variant", "NAME", "Of one variant");
        var search = Values.Text("--search", "TEXT", "How a key, e-mail address or order number begins; any part of the newest");
        var purchase = Values.Text("--purchase-id", "TEXT", "Of one order of your shop");
        var refunded = new Option<bool>("--refunded") { Description = "Revoked after a refund" };
        var flagged = new Option<bool>("--flagged") { Description = "With violations that nobody has resolved" };
        var before = Values.Expiry("--expires-before", "Ended, or ending, before then", () => terminal.Now);
        var limit = Values.Number("--limit", "N", $"Rows per page, up to {ListLicensesRequest.MaxLimit}; default {ListLicensesRequest.DefaultLimit}");
        var cursor = Values.Text("--cursor", "TEXT", "The page after an earlier one: its nextCursor");
        var all = new Option<bool>("--all") { Description = "Every page" };
        return new AdminCommand(
            terminal, "list", "List licenses, newest first", changes: false,
            [
                "cglicense license list --product rockbuilder --status active",
                "cglicense license list --all --json | jq -r '.licenses[].email'",
            ],
            [email, product, status, variant, search, purchase, refunded, flagged, before, limit, cursor, all],
            (parsed, call) =>
            {
                var isAll = parsed.GetValue(all);
                ListLicensesRequest Page(string? from) => new()
                {
                    Email = parsed.GetValue(email),
                    ProductId = parsed.GetValue(product),
                    Status = parsed.GetValue(status),
                    Variant = parsed.GetValue(variant),
                    Search = parsed.GetValue(search),
                    PurchaseId = parsed.GetValue(purchase),
                    Refunded = parsed.GetValue(refunded) ? true : null,
                    Flagged = parsed.GetValue(flagged) ? true : null,
                    ExpiresBefore = parsed.GetValue(before).Value,
                    Limit = parsed.GetValue(limit) ?? (isAll ? ListLicensesRequest.MaxLimit : null),
                    Cursor = from,
                };
                var first = parsed.GetValue(cursor);
                return isAll ? Everything(call, Page, first, terminal) : call.Send(Endpoints.ListLicenses, Page(first), page => Show(page, terminal));
            });
    }

    private static async Task<int> Everything(
        AdminCall call, Func<string?, ListLicensesRequest> page, string? cursor, Terminal terminal)
    {
        var licenses = new List<LicenseRecord>();
        do
        {
            var reply = await call.Ask(Endpoints.ListLicenses, page(cursor));
            if (reply is not ServerReply<ListLicensesAnswer>.Answered { Answer: var answer })
                return call.Fail((ServerReply<ListLicensesAnswer>.Failed)reply);
            licenses.AddRange(answer.Licenses);
            cursor = answer.NextCursor;
        }
        while (cursor is not null);

        // The same form as one page of the server, so that a program reads both alike.
        var whole = new ListLicensesAnswer { Licenses = licenses, Count = licenses.Count };
        return call.Show(
            new ServerReply<ListLicensesAnswer>.Answered(
                whole, JsonSerializer.Serialize(whole, Endpoints.ListLicenses.AnswerType)),
            answer => Show(answer, terminal));
    }

    private static void Show(ListLicensesAnswer page, Terminal terminal)
    {
        terminal.Rows(
            Headings,
            page.Licenses.Select(license => (string[])
            [
                Wording.Text(license.Key), Wording.Text(license.Email), Wording.Text(license.ProductId),
                Wording.Text(license.Variant), Wording.Badge(license.Status), Wording.InUse(license),
                Moment.Show(license.ExpiresAt, terminal.Now, "never"),
            ]),
            "No licenses match.");
        if (page.NextCursor is { } cursor)
            terminal.Say(Wording.Faint($"More: add --cursor {cursor} for the next page, or --all for every page."));
    }
}
