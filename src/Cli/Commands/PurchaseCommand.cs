using System.CommandLine;
using System.Globalization;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>purchase list</c>: what marketplaces and Stripe have reported.</summary>
internal static class PurchaseCommand
{
    // Currencies that Stripe counts whole: https://docs.stripe.com/currencies#zero-decimal
    private static readonly string[] WholeCurrencies =
        ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];

    private static readonly string[] Headings = ["Happened", "From", "Event", "Purchase", "Product", "Amount", "State"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "purchase", "What marketplaces and Stripe have reported", ["cglicense purchase list --waiting"])
    {
        List(terminal),
    };

    private static AdminCommand List(Terminal terminal)
    {
        var purchase = Values.Text("--purchase", "ID", "Of one purchase: what its licenses carry");
        var product = Values.Text("--product", "ID", "Of one product");
        var waiting = new Option<bool>("--waiting") { Description = "Only those whose price buys nothing yet" };
        var page = new PageOptions();
        return new AdminCommand(
            terminal, "list", "List reported events, newest first", changes: false, ["cglicense purchase list --waiting"], [purchase, product, waiting, .. page.All],
            (parsed, call) => call.Send(
                Endpoints.ListPurchaseEvents,
                new ListPurchaseEventsRequest
                {
                    PurchaseId = parsed.GetValue(purchase),
                    ProductId = parsed.GetValue(product),
                    Waiting = parsed.GetValue(waiting) ? true : null,
                    Limit = page.Limit(parsed),
                    Cursor = page.Cursor(parsed),
                },
                answer =>
                {
                    terminal.Rows(Headings, answer.Events.Select(each => Row(each, terminal.Now)), "Nothing was reported.");
                    PageOptions.SayMore(terminal, answer.NextCursor);
                }));
    }

    private static string[] Row(PurchaseEventRecord each, DateTimeOffset now) =>
    [
        Moment.Show(each.HappenedAt, now), Wording.Text(each.Provider), Wording.Text(each.Type), Wording.Text(each.PurchaseId),
        Wording.Text(each.ProductId ?? each.PriceId ?? "–"),
        Money(each.Amount, (each.Currency ?? "").ToUpperInvariant()),
        each.Waiting ? "[yellow]waiting for its price[/]" : "taken in",
    ];

    private static string Money(long? amount, string currency) => amount is not { } smallest ? "–"
        : WholeCurrencies.Contains(currency) ? $"{smallest} {currency}"
        : $"{(smallest / 100m).ToString("0.00", CultureInfo.InvariantCulture)} {Wording.Text(currency)}";
}
