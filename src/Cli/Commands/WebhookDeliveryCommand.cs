using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>webhook deliveries|replay|test</c>.</summary>
internal static class WebhookDeliveryCommand
{
    /// <summary>Longer than the server's patience with an endpoint.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private static readonly string[] Headings = ["Delivery", "Event", "Endpoint", "Status", "Tries", "Written", "Next try", "Last answer"];

    public static AdminCommand List(Terminal terminal)
    {
        var endpoint = Values.Text("--endpoint", "ID", "One endpoint's");
        var status = Values.Choice("--status", "Where they stand", DeliveryStatus.All);
        var type = Values.Text("--event", "NAME", "Of one event");
        var key = Values.Text("--license", "KEY", "Of one license");
        var creator = Values.Text("--creator", "ID", "One creator's only");
        var limit = Values.Number(
            "--limit", "N", $"Rows per page, up to {ListWebhookDeliveriesRequest.MaxLimit}; default {ListWebhookDeliveriesRequest.DefaultLimit}");
        var cursor = Values.Text("--cursor", "TEXT", "The page after an earlier one: its nextCursor");
        return new AdminCommand(
            terminal, "deliveries", "List what was sent and what waits, newest first", changes: false,
            ["cglicense webhook deliveries --status dead"], [endpoint, status, type, key, creator, limit, cursor],
            (parsed, call) => call.Send(
                Endpoints.ListWebhookDeliveries,
                new ListWebhookDeliveriesRequest
                {
                    EndpointId = parsed.GetValue(endpoint),
                    Status = parsed.GetValue(status),
                    Type = parsed.GetValue(type),
                    LicenseKey = parsed.GetValue(key),
                    CreatorId = parsed.GetValue(creator),
                    Limit = parsed.GetValue(limit),
                    Cursor = parsed.GetValue(cursor),
                },
                page => Show(page, terminal)));
    }

    public static AdminCommand Replay(Terminal terminal)
    {
        var which = new Argument<string>("ID") { Description = "A delivery (del_…), or an endpoint (we_…) for all its dead ones" };
        var since = Values.Since("--since", "With an endpoint: only what was written since then");
        return new AdminCommand(
            terminal, "replay", "Send again, with a fresh schedule", changes: true,
            [
                "cglicense webhook replay del_5j8w2k0q9xv3m7c1t4z6b8n0",
                "cglicense webhook replay we_5j8w2k0q9xv3m7c1t4z6b8n0 --since 2027-01-31",
            ],
            [which, since],
            (parsed, call) =>
            {
                var id = parsed.GetRequiredValue(which);
                var isEndpoint = id.StartsWith("we_", StringComparison.Ordinal);
                return call.Send(
                    Endpoints.ReplayWebhookDelivery,
                    new ReplayWebhookDeliveryRequest
                    {
                        EndpointId = isEndpoint ? id : null,
                        DeliveryId = isEndpoint ? null : id,
                        Since = parsed.GetValue(since),
                    },
                    answer => terminal.Say($"{Deliveries(answer.ReplayedCount)} will be sent again at once."));
            });
    }

    public static AdminCommand Test(Terminal terminal)
    {
        var endpoint = WebhookCommand.Endpoint();
        var type = Values.Text("--event", "NAME", "The event to imitate; default webhook.test");
        return new AdminCommand(
            terminal, "test", "Send an example event to an endpoint and show what it answers", changes: true,
            ["cglicense webhook test we_5j8w2k0q9xv3m7c1t4z6b8n0 --event license.revoked"], [endpoint, type],
            async (parsed, call) =>
            {
                var sent = await call.Ask(
                    Endpoints.SendTestWebhook,
                    new SendTestWebhookRequest { EndpointId = parsed.GetValue(endpoint), Type = parsed.GetValue(type) });
                return sent is ServerReply<SendTestWebhookAnswer>.Answered { Answer: var answer }
                    ? await Follow(call, answer, terminal)
                    : call.Fail((ServerReply<SendTestWebhookAnswer>.Failed)sent);
            });
    }

    /// <summary>Waits until the delivery has been tried once, and shows how that went.</summary>
    private static async Task<int> Follow(AdminCall call, SendTestWebhookAnswer sent, Terminal terminal)
    {
        var end = terminal.Now + LongestWait;
        while (true)
        {
            var reply = await call.Ask(Endpoints.ListWebhookDeliveries, new ListWebhookDeliveriesRequest { MessageId = sent.MessageId });
            if (reply is not ServerReply<ListWebhookDeliveriesAnswer>.Answered { Answer.Deliveries: [var delivery, ..] })
                return call.Show(reply, page => Show(page, terminal));
            if (delivery.Status != DeliveryStatus.Pending || terminal.Now >= end)
                return call.Show(reply, _ => Show(delivery, terminal));
            await Task.Delay(TimeSpan.FromMilliseconds(100), call.Cancellation);
        }
    }

    private static void Show(WebhookDeliveryRecord delivery, Terminal terminal) => terminal.Facts(
        ("Delivery", Wording.Text(delivery.DeliveryId)),
        ("Message", Wording.Text(delivery.MessageId)),
        ("Event", Wording.Text(delivery.Type)),
        ("Status", Badge(delivery.Status)),
        ("HTTP status", delivery.LastStatus is { } status ? $"{status}" : null),
        ("Error", delivery.Error is { } error ? Wording.Text(error) : null),
        ("Answer", delivery.Response is { } response ? Wording.Text(response) : null),
        ("Next try", delivery.NextTryAt is { } next ? Moment.Show(next, terminal.Now) : null));

    private static void Show(ListWebhookDeliveriesAnswer page, Terminal terminal)
    {
        terminal.Rows(Headings, page.Deliveries.Select(delivery => Row(delivery, terminal.Now)), "No deliveries match.");
        if (page.NextCursor is { } cursor)
            terminal.Say(Wording.Faint($"More: add --cursor {cursor} for the next page."));
    }

    private static string[] Row(WebhookDeliveryRecord delivery, DateTimeOffset now) =>
    [
        Wording.Text(delivery.DeliveryId), Wording.Text(delivery.Type), Wording.Text(delivery.EndpointId), Badge(delivery.Status),
        $"{delivery.Attempts}", Moment.Show(delivery.CreatedAt, now), Moment.Show(delivery.NextTryAt, now, "–"),
        delivery.Error is { } error ? Wording.Text(error) : delivery.LastStatus is { } status ? $"{status}" : "–",
    ];

    private static string Badge(string status) => status switch
    {
        DeliveryStatus.Delivered => $"[green]{status}[/]",
        DeliveryStatus.Failed => $"[yellow]{status}[/]",
        DeliveryStatus.Dead => $"[red]{status}[/]",
        _ => Wording.Faint(status),
    };

    private static string Deliveries(long count) => count == 1 ? "1 delivery" : $"{count} deliveries";
}
