using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>mail list|resend|test</c>, and how a product's mail is worded.</summary>
internal static class MailCommand
{
    private static readonly string[] Headings = ["Mail", "Kind", "Product", "To", "Status", "Tries", "Written", "Why not"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "mail", "Mail to customers", ["cglicense mail list --status uncertain", "cglicense mail preview rockbuilder trial"])
    {
        List(terminal), Resend(terminal), Test(terminal),
        MailSettingsCommand.Show(terminal), MailSettingsCommand.Update(terminal),
        MailTemplateCommand.Preview(terminal), MailTemplateCommand.Set(terminal), MailTemplateCommand.Delete(terminal),
    };

    private static AdminCommand List(Terminal terminal)
    {
        var product = Values.Text("--product", "ID", "One product's");
        var email = Values.Text("--email", "ADDRESS", "Only to this address");
        var license = Values.Text("--license", "KEY", "Only about this license");
        var status = Values.Choice("--status", "Only what became of it", MailStatus.All);
        var kind = Values.Choice("--kind", "Only what is about this", MailKind.All);
        var page = new PageOptions();
        return new AdminCommand(
            terminal, "list", "List what was and will be sent, newest first", changes: false,
            ["cglicense mail list --product rockbuilder", "cglicense mail list --status dead"], [product, email, license, status, kind, .. page.All],
            (parsed, call) => call.Send(
                Endpoints.ListMail,
                new ListMailRequest
                {
                    ProductId = parsed.GetValue(product),
                    Email = parsed.GetValue(email),
                    LicenseKey = parsed.GetValue(license),
                    Status = parsed.GetValue(status),
                    Kind = parsed.GetValue(kind),
                    Limit = page.Limit(parsed),
                    Cursor = page.Cursor(parsed),
                },
                answer =>
                {
                    terminal.Rows(Headings, answer.Mail.Select(mail => Row(mail, terminal.Now)), "No mail.");
                    PageOptions.SayMore(terminal, answer.NextCursor);
                }));
    }

    private static AdminCommand Resend(Terminal terminal)
    {
        var id = new Argument<string>("MAIL") { Description = "Which, as 'cglicense mail list' shows it" };
        return new AdminCommand(
            terminal, "resend", "Send a mail once more, with what the license says today", changes: true,
            ["cglicense mail resend mail_0h5n2c7x9q4w8e1r6t3y0p5k"], [id],
            (parsed, call) => call.Send(
                Endpoints.ResendMail, new ResendMailRequest { MailId = parsed.GetValue(id) },
                answer => terminal.Say($"It goes to {Wording.Text(answer.Mail.Email)} again.")));
    }

    private static AdminCommand Test(Terminal terminal)
    {
        var product = MailSettingsCommand.Product();
        var email = Values.Text("--email", "ADDRESS", "Whom to", required: true);
        var kind = Values.Choice("--kind", $"Which mail; default {MailKind.LicenseDelivery}", MailKind.All);
        return new AdminCommand(
            terminal, "test", "Send yourself a mail about a license that nobody has", changes: true,
            ["cglicense mail test rockbuilder --email me@example.com --kind trial"], [product, email, kind],
            (parsed, call) => call.Send(
                Endpoints.SendTestMail,
                new SendTestMailRequest { ProductId = parsed.GetValue(product), Email = parsed.GetValue(email), Kind = parsed.GetValue(kind) },
                answer => terminal.Say($"On its way to {Wording.Text(answer.Mail.Email)}: {Wording.Text(answer.Mail.MailId)}")));
    }

    private static string[] Row(MailRecord mail, DateTimeOffset now) =>
    [
        Wording.Text(mail.MailId), Wording.Text(mail.Kind), Wording.Text(mail.ProductId), Wording.Text(mail.Email),
        mail.Status switch
        {
            MailStatus.Sent => "[green]sent[/]",
            MailStatus.Dead => "[red]dead[/]",
            MailStatus.Uncertain => "[yellow]uncertain[/]",
            var other => Wording.Text(other),
        },
        $"{mail.Attempts}", Moment.Show(mail.CreatedAt, now), Wording.Text(mail.Error ?? "–"),
    ];
}
