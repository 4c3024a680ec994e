using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>customer export</c> and <c>customer erase</c>: what is kept about one person.</summary>
internal static class CustomerCommand
{
    public static Command Build(Terminal terminal) => new ExampleCommand(
        "customer", "What is kept about one person", ["cglicense customer export anna@example.com", "cglicense customer erase anna@example.com"])
    {
        Export(terminal),
        Erase(terminal),
    };

    private static Argument<string> Email() => new("EMAIL") { Description = "The customer's e-mail address; letter case does not matter" };

    private static AdminCommand Export(Terminal terminal)
    {
        var email = Email();
        var file = Values.Text("--out", "FILE", "Where to write it; left out, to the screen");
        return new AdminCommand(
            terminal, "export", "All that is kept about a customer, as JSON", changes: false, ["cglicense customer export anna@example.com --out anna.json"],
            [email, file],
            async (parsed, call) =>
            {
                var reply = await call.Ask(Endpoints.ExportCustomer, new ExportCustomerRequest { Email = parsed.GetRequiredValue(email) });
                if (reply is not ServerReply<ExportCustomerAnswer>.Answered { Answer: var found, Json: var json })
                    return call.Fail((ServerReply<ExportCustomerAnswer>.Failed)reply);
                if (parsed.GetValue(file) is not { } path)
                {
                    Terminal.Print(json);
                    return ExitCode.Ok;
                }

                await File.WriteAllTextAsync(path, json + "\n", call.Cancellation);
                terminal.Say($"Written: {Wording.Text(path)} ({found.Licenses.Count} licenses, {found.StudioOrders.Count} studio orders, {found.PurchaseEvents.Count} payment reports)");
                return ExitCode.Ok;
            });
    }

    private static AdminCommand Erase(Terminal terminal)
    {
        var email = Email();
        var apply = new Option<bool>("--apply") { Description = "Do it; without, it is only counted" };
        return new AdminCommand(
            terminal, "erase", "Forget who a customer is; their licenses work on (a dry run unless --apply)", changes: true,
            ["cglicense customer erase anna@example.com", "cglicense customer erase anna@example.com --apply"],
            [email, apply],
            (parsed, call) => call.Send(
                Endpoints.EraseCustomer,
                new EraseCustomerRequest { Email = parsed.GetRequiredValue(email), DryRun = !parsed.GetValue(apply) },
                answer => Show(terminal, answer)));
    }

    private static void Show(Terminal terminal, EraseCustomerAnswer answer)
    {
        terminal.Say(answer.ErasedAs is { } now ? $"[green]Erased.[/] In its place stands {Wording.Text(now)}."
            : answer.DryRun ? "[yellow]Nothing was changed.[/]" : "Nobody is known by this address.");
        terminal.Facts(
            ("Licenses", $"{answer.Licenses}"), ("Machines", $"{answer.Machines}"), ("Audit entries", $"{answer.AuditEntries}"),
            ("Studio orders", $"{answer.StudioOrders}"), ("Payment reports", $"{answer.PurchaseEvents}"),
            ("Mail", $"{answer.Mail}"));
        if (answer.DryRun)
            terminal.Say(Wording.Faint("Next: add --apply. It cannot be taken back."));
    }
}
