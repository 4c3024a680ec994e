using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>order create|list|show|redeem|check|cancel</c>: seats that a studio buys at once.</summary>
internal static class OrderCommand
{
    private static readonly string[] Headings = ["Order", "Buyer", "Product", "Variant", "Redeemed", "Purchase", "Created", "Status"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "order", "Seats bought at once: each seat code becomes one artist's license", ["cglicense order list"])
    {
        Create(terminal), List(terminal), OrderShowCommand.Build(terminal), OrderShowCommand.Cancel(terminal),
        SeatCodeCommand.Check(terminal), SeatCodeCommand.Redeem(terminal),
    };

    public static string State(StudioOrderRecord order) =>
        order.CancelledAt is null ? Wording.Badge(LicenseStatus.Active) : Wording.Faint("cancelled");

    private static AdminCommand Create(Terminal terminal)
    {
        var product = Values.Text("--product", "ID", "The product it is for", required: true);
        var email = Values.Text("--email", "ADDRESS", "The buyer's e-mail address", required: true);
        var seats = Values.Number("--seats", "N", $"How many seat codes, up to {CreateStudioOrderRequest.MostSeats}");
        seats.Required = true;
        var variant = Values.Text("--variant", "NAME", $"The edition bought; default {Defaults.Variant}");
        var purchase = Values.Text("--purchase-id", "TEXT", "Your shop's order number; ordered twice with the same, it is one order");
        var expires = Values.Expiry("--expires", "When all its licenses end", () => terminal.Now);
        var days = Values.Number("--duration-days", "N", "Instead: each license ends so many days after its code was redeemed");
        return new AdminCommand(
            terminal, "create", "Order seats and get their codes", changes: true,
            ["cglicense order create --product rockbuilder --variant studio --seats 5 --email td@studio.example --duration-days 365"],
            [product, email, seats, variant, purchase, expires, days],
            (parsed, call) => call.Send(
                Endpoints.CreateStudioOrder,
                new CreateStudioOrderRequest
                {
                    ProductId = parsed.GetValue(product),
                    Email = parsed.GetValue(email),
                    Seats = parsed.GetValue(seats),
                    Variant = parsed.GetValue(variant),
                    PurchaseId = parsed.GetValue(purchase),
                    ExpiresAt = parsed.GetValue(expires).Value,
                    DurationDays = parsed.GetValue(days),
                },
                answer =>
                {
                    terminal.Say($"Order [bold]{Wording.Text(answer.OrderId)}[/] of {Wording.Plural(answer.SeatCodes.Count, "seat")}. The codes:");
                    foreach (var code in answer.SeatCodes)
                        Terminal.Print(code);
                }));
    }

    private static AdminCommand List(Terminal terminal)
    {
        var product = Values.Text("--product", "ID", "For one product only");
        var email = Values.Text("--email", "ADDRESS", "One buyer's");
        var purchase = Values.Text("--purchase-id", "TEXT", "Of one purchase");
        var creator = Values.Text("--creator", "ID", "One creator's only");
        var page = new PageOptions();
        return new AdminCommand(
            terminal, "list", "List orders, newest first", changes: false, ["cglicense order list --product rockbuilder"],
            [product, email, purchase, creator, .. page.All],
            (parsed, call) => call.Send(
                Endpoints.ListStudioOrders,
                new ListStudioOrdersRequest
                {
                    ProductId = parsed.GetValue(product),
                    Email = parsed.GetValue(email),
                    PurchaseId = parsed.GetValue(purchase),
                    CreatorId = parsed.GetValue(creator),
                    Limit = page.Limit(parsed),
                    Cursor = page.Cursor(parsed),
                },
                answer =>
                {
                    terminal.Rows(
                        Headings, answer.Orders.Select(order => Row(order, terminal.Now)),
                        "No orders. Make one with 'cglicense order create'.");
                    PageOptions.SayMore(terminal, answer.NextCursor);
                }));
    }

    private static string[] Row(StudioOrderRecord order, DateTimeOffset now) =>
    [
        Wording.Text(order.OrderId), Wording.Text(order.Email), Wording.Text(order.ProductId), Wording.Text(order.Variant),
        Wording.Of(order.RedeemedCount, order.Seats, "seat"), order.PurchaseId is { } id ? Wording.Text(id) : "–",
        Moment.Show(order.CreatedAt, now), State(order),
    ];
}
