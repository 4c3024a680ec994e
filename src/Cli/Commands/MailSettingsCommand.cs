using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>mail show</c> and <c>mail update</c>: what a product's mail says of its seller.</summary>
internal static class MailSettingsCommand
{
    private static readonly string[] Headings = ["Kind", "Wording", "Subject"];

    public static Argument<string> Product() => new("PRODUCT") { Description = "The product's id" };

    public static AdminCommand Show(Terminal terminal)
    {
        var product = Product();
        return new AdminCommand(
            terminal, "show", "What a product's mail says of its seller, and its wording", changes: false, ["cglicense mail show rockbuilder"], [product],
            (parsed, call) => call.Send(
                Endpoints.GetProductMail, new GetProductMailRequest { ProductId = parsed.GetValue(product) }, answer => Say(terminal, answer)));
    }

    public static AdminCommand Update(Terminal terminal)
    {
        var product = Product();
        var active = new Option<bool?>("--active") { Description = "false writes to nobody about this product", HelpName = "true|false" };
        var name = Values.Text("--from-name", "TEXT", "The name beside the server's address; \"\" for the product's");
        var reply = Values.Text("--reply-to", "ADDRESS", "Where answers go");
        var support = Values.Text("--support", "ADDRESS", "Where customers ask");
        var download = Values.Text("--download-url", "URL", "Where the tool is downloaded");
        var renew = Values.Text("--renew-url", "URL", "Where a license is bought and renewed");
        var portal = Values.Text("--portal-url", "URL", "Where customers see their licenses");
        var first = Values.Number("--first-notice-days", "N", "Days before its end that a customer is told first; 0 for never");
        var last = Values.Number("--last-notice-days", "N", "Days before its end that a customer is told again; 0 for never");
        return new AdminCommand(
            terminal, "update", "Say what a product's mail tells of its seller; what is left out stays", changes: true,
            ["cglicense mail update rockbuilder --reply-to help@example.com --renew-url https://example.com/renew"],
            [product, active, name, reply, support, download, renew, portal, first, last],
            (parsed, call) => call.Send(
                Endpoints.UpdateProductMail,
                new UpdateProductMailRequest
                {
                    ProductId = parsed.GetValue(product),
                    Active = parsed.GetValue(active),
                    FromName = parsed.GetValue(name),
                    ReplyTo = parsed.GetValue(reply),
                    SupportEmail = parsed.GetValue(support),
                    DownloadUrl = parsed.GetValue(download),
                    RenewUrl = parsed.GetValue(renew),
                    PortalUrl = parsed.GetValue(portal),
                    FirstNoticeDays = parsed.GetValue(first),
                    LastNoticeDays = parsed.GetValue(last),
                },
                answer => Say(terminal, answer)));
    }

    public static void Say(Terminal terminal, ProductMailAnswer answer)
    {
        var settings = answer.Settings;
        terminal.Facts(
            ("Product", Wording.Text(settings.ProductId)), ("Mail", settings.Active ? "on" : "[yellow]off[/]"),
            ("From", Text(settings.FromName)), ("Answers go to", Text(settings.ReplyTo)), ("Questions go to", Text(settings.SupportEmail)),
            ("Download", Text(settings.DownloadUrl)), ("Renew", Text(settings.RenewUrl)), ("Portal", Text(settings.PortalUrl)),
            ("Told before the end", $"{Days(settings.FirstNoticeDays)}, {Days(settings.LastNoticeDays)}"));
        terminal.Rows(
            Headings,
            answer.Templates.Select(each => (string[])[Wording.Text(each.Kind), each.Own ? "own" : "default", Wording.Text(each.Subject)]), "No wording.");
    }

    private static string? Text(string? value) => value is null ? null : Wording.Text(value);

    private static string Days(long days) => days == 0 ? "–" : Wording.Plural(days, "day");
}
