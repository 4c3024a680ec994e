using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>price create|list|delete</c>: which product a price of Stripe stands for.</summary>
internal static class PriceCommand
{
    private static readonly string[] Headings = ["Price", "Product", "Variant", "Machines", "Ends", "Since"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "price", "What a price of Stripe stands for", ["cglicense price list"])
    {
        Create(terminal), List(terminal), Delete(terminal),
    };

    private static AdminCommand Create(Terminal terminal)
    {
        var id = Id();
        var product = Values.Text("--product", "ID", "What it buys");
        var variant = Values.Text("--variant", "NAME", "The edition; indie unless said otherwise");
        var machines = new Option<long?>("--max-machines") { Description = "Machines; the variant's unless said otherwise; -1 is no limit", HelpName = "N" };
        var days = new Option<long?>("--duration-days") { Description = "Of what is paid once: days until the license ends", HelpName = "N" };
        return new AdminCommand(
            terminal, "create", "Say what a price buys; purchases that waited for it are licensed at once", changes: true,
            ["cglicense price create price_1Q2w3e --product rockbuilder --variant studio"], [id, product, variant, machines, days],
            (parsed, call) => call.Send(
                Endpoints.CreatePrice,
                new CreatePriceRequest
                {
                    PriceId = parsed.GetValue(id),
                    ProductId = parsed.GetValue(product),
                    Variant = parsed.GetValue(variant),
                    MaxMachines = parsed.GetValue(machines),
                    DurationDays = parsed.GetValue(days),
                },
                answer =>
                {
                    terminal.Say($"Price [bold]{Wording.Text(answer.Price.PriceId)}[/] buys {Wording.Text(answer.Price.ProductId)}, {Wording.Text(answer.Price.Variant)}.");
                    if (answer.SettledCount > 0)
                        terminal.Say($"{Wording.Plural(answer.SettledCount, "purchase")} had been waiting for it.");
                }));
    }

    private static AdminCommand List(Terminal terminal)
    {
        var product = Values.Text("--product", "ID", "One product's");
        var page = new PageOptions();
        return new AdminCommand(
            terminal, "list", "List what prices buy, newest first", changes: false, ["cglicense price list --product rockbuilder"], [product, .. page.All],
            (parsed, call) => call.Send(
                Endpoints.ListPrices,
                new ListPricesRequest { ProductId = parsed.GetValue(product), Limit = page.Limit(parsed), Cursor = page.Cursor(parsed) },
                answer =>
                {
                    terminal.Rows(
                        Headings, answer.Prices.Select(price => Row(price, terminal.Now)), "No prices. Say what one buys with 'cglicense price create'.");
                    PageOptions.SayMore(terminal, answer.NextCursor);
                }));
    }

    private static AdminCommand Delete(Terminal terminal)
    {
        var id = Id();
        return new AdminCommand(
            terminal, "delete", "From now on the price buys nothing; licenses that were sold stay", changes: true, ["cglicense price delete price_1Q2w3e"], [id],
            (parsed, call) => call.Send(
                Endpoints.DeletePrice, new DeletePriceRequest { PriceId = parsed.GetValue(id) },
                _ => terminal.Say($"Price [bold]{Wording.Text(parsed.GetValue(id)!)}[/] deleted.")));
    }

    private static Argument<string> Id() => new("PRICE") { Description = "Stripe's price_…, or plink_… for a payment link" };

    private static string[] Row(PriceRecord price, DateTimeOffset now) =>
    [
        Wording.Text(price.PriceId), Wording.Text(price.ProductId), Wording.Text(price.Variant),
        price.MaxMachines switch { null => "the variant's", -1 => "no limit", { } machines => $"{machines}" },
        price.DurationDays is { } days ? $"after {Wording.Plural(days, "day")}" : "with what is paid", Moment.Show(price.CreatedAt, now),
    ];
}
