using System.CommandLine;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>order show</c> and <c>order cancel</c>.</summary>
internal static class OrderShowCommand
{
    private static readonly string[] Headings = ["Seat code", "Redeemed by", "Redeemed", "License"];

    public static AdminCommand Build(Terminal terminal)
    {
        var order = Id();
        return new AdminCommand(
            terminal, "show", "Show an order with its seat codes", changes: false,
            ["cglicense order show ord_0123456789abcdefghjkmnpq"], [order],
            (parsed, call) => call.Send(
                Endpoints.GetStudioOrder, new GetStudioOrderRequest { OrderId = parsed.GetValue(order) },
                answer => Show(answer, terminal)));
    }

    public static AdminCommand Cancel(Terminal terminal)
    {
        var order = Id();
        return new AdminCommand(
            terminal, "cancel", "Void the seat codes of an order that nobody has redeemed; its licenses stay", changes: true,
            ["cglicense order cancel ord_0123456789abcdefghjkmnpq"], [order],
            (parsed, call) => call.Send(
                Endpoints.CancelStudioOrder, new CancelStudioOrderRequest { OrderId = parsed.GetValue(order) },
                answer => terminal.Say($"Order cancelled; {Wording.Plural(answer.VoidCodes, "seat code")} void. Revoke its licenses one by one, if they must go too.")));
    }

    private static Argument<string> Id() => new("ORDER") { Description = "The order's id, from 'order list'" };

    private static void Show(GetStudioOrderAnswer answer, Terminal terminal)
    {
        var (order, now) = (answer.Order, terminal.Now);
        terminal.Facts(
            ("Order", $"[bold]{Wording.Text(order.OrderId)}[/]"),
            ("Status", OrderCommand.State(order)),
            ("Buyer", Wording.Text(order.Email)),
            ("Product", Wording.Text($"{order.ProductId}, {order.Variant}")),
            ("Purchase", order.PurchaseId is { } purchase ? Wording.Text(purchase) : null),
            ("Redeemed", Wording.Of(order.RedeemedCount, order.Seats, "seat")),
            ("Created", Moment.Show(order.CreatedAt, now)),
            ("Licenses end", order.DurationDays is { } days ? $"{Wording.Plural(days, "day")} after they are redeemed" : Moment.Show(order.ExpiresAt, now, "as the variant says")));
        terminal.Say("");
        terminal.Rows(
            Headings,
            answer.SeatCodes.Select(code => (string[])
            [
                Wording.Text(code.SeatCode), code.RedeemedBy is { } email ? Wording.Text(email) : "–",
                Moment.Show(code.RedeemedAt, now, "–"), code.LicenseKey is { } key ? Wording.Text(key) : "–",
            ]),
            "No seat codes.");
    }
}
