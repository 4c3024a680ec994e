using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>mail preview</c>, <c>mail set-template</c> and <c>mail delete-template</c>: a product's own wording.</summary>
internal static class MailTemplateCommand
{
    public static AdminCommand Preview(Terminal terminal)
    {
        var (product, kind) = (MailSettingsCommand.Product(), Kind());
        var html = new Option<bool>("--html") { Description = "The HTML that goes with it" };
        return new AdminCommand(
            terminal, "preview", "Show a mail as a customer would get it", changes: false, ["cglicense mail preview rockbuilder trial"], [product, kind, html],
            (parsed, call) => call.Send(
                Endpoints.PreviewMail, new PreviewMailRequest { ProductId = parsed.GetValue(product), Kind = parsed.GetValue(kind) },
                answer =>
                {
                    terminal.Facts(("From", Wording.Text(answer.From)), ("Subject", Wording.Text(answer.Subject)));
                    foreach (var line in (IEnumerable<string>)["", .. parsed.GetValue(html) ? answer.Html : answer.Text])
                        terminal.Say(Wording.Text(line));
                }));
    }

    public static AdminCommand Set(Terminal terminal)
    {
        var (product, kind) = (MailSettingsCommand.Product(), Kind());
        var subject = Values.Text("--subject", "TEXT", "One line, with names in double braces", required: true);
        var text = Values.Text("--text", "FILE", "A text file; a line that names what there is not is left out", required: true);
        var html = Values.Text("--html", "FILE", "An HTML file; left out, it is made from the text");
        return new AdminCommand(
            terminal, "set-template", "Give a product its own wording of a mail", changes: true,
            ["cglicense mail set-template rockbuilder trial --subject \"Try {{product}}\" --text trial.txt"], [product, kind, subject, text, html],
            async (parsed, call) => await call.Send(
                Endpoints.SetMailTemplate,
                new SetMailTemplateRequest
                {
                    ProductId = parsed.GetValue(product),
                    Kind = parsed.GetValue(kind),
                    Subject = parsed.GetValue(subject),
                    Text = await Lines(parsed.GetRequiredValue(text), call.Cancellation),
                    Html = parsed.GetValue(html) is { } file ? await Lines(file, call.Cancellation) : null,
                },
                _ => terminal.Say($"Set. See it with 'cglicense mail preview {Wording.Text(parsed.GetRequiredValue(product))} {Wording.Text(parsed.GetRequiredValue(kind))}'.")));
    }

    public static AdminCommand Delete(Terminal terminal)
    {
        var (product, kind) = (MailSettingsCommand.Product(), Kind());
        return new AdminCommand(
            terminal, "delete-template", "Go back to the default wording of a mail", changes: true,
            ["cglicense mail delete-template rockbuilder trial"], [product, kind],
            (parsed, call) => call.Send(
                Endpoints.DeleteMailTemplate, new DeleteMailTemplateRequest { ProductId = parsed.GetValue(product), Kind = parsed.GetValue(kind) },
                _ => terminal.Say("It has the default wording again.")));
    }

    private static Argument<string> Kind() => new("KIND") { Description = string.Join(", ", MailKind.All) };

    // Tabs and carriage returns are control characters to the server.
    private static async Task<string[]> Lines(string file, CancellationToken cancel) =>
        [.. (await File.ReadAllLinesAsync(file, cancel)).Select(line => line.Replace("\t", "    ", StringComparison.Ordinal))];
}
