using System.Globalization;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Outbox;

/// <summary><c>/listWebhookDeliveries</c>, <c>/replayWebhookDelivery</c>, <c>/sendTestWebhook</c>.</summary>
internal sealed class WebhookDeliveryEndpoint(TimeProvider clock)
{
    private static IReadOnlyList<string> TestTypes { get; } = [LicenseEvents.Test, .. LicenseEvents.All];

    private static LicenseError SwitchedOff { get; } =
        LicenseError.InvalidRequest("The webhook endpoint is switched off. Switch it on with /updateWebhookEndpoint and active true first.");

    public void Map(Routes routes)
    {
        var wire = ProtocolJson.Wire;
        routes.AdminQuery("/listWebhookDeliveries", wire.ListWebhookDeliveriesRequest, wire.ListWebhookDeliveriesAnswer, List);
        routes.AdminChange("/replayWebhookDelivery", wire.ReplayWebhookDeliveryRequest, wire.ReplayWebhookDeliveryAnswer, Replay);
        routes.AdminChange("/sendTestWebhook", wire.SendTestWebhookRequest, wire.SendTestWebhookAnswer, Test);
    }

    private static async Task<Outcome<ListWebhookDeliveriesAnswer>> List(
        ListWebhookDeliveriesRequest request, Principal principal, Session session)
    {
        if ((Fields.OneOf("status", request.Status, DeliveryStatus.All)
            ?? Fields.OneOf("type", request.Type, TestTypes)
            ?? Fields.Range("limit", request.Limit, 1, ListWebhookDeliveriesRequest.MaxLimit)) is { } problem)
        {
            return problem;
        }

        var (before, badCursor) = Fields.Cursor(request.Cursor);
        if (badCursor is not null)
            return badCursor;
        if (request.CreatorId is { } creator && !principal.MaySee(creator))
            return new ListWebhookDeliveriesAnswer();
        var license = default(LicenseFacts);
        if (request.LicenseKey is { Length: > 0 } key)
        {
            license = await LicenseSql.Find(session, LicenseKey.Parse(key));
            if (license is null || !principal.MaySee(license.CreatorId))
                return LicenseError.LicenseNotFound;
        }

        var limit = request.Limit ?? ListWebhookDeliveriesRequest.DefaultLimit;
        var rows = await DeliveryLogSql.Page(
            session, request, principal.Scope ?? request.CreatorId, license?.Id, before, limit + 1);
        var page = rows.Take((int)limit).ToList();
        return new ListWebhookDeliveriesAnswer
        {
            Deliveries = [.. page.Select(row => row.Record)],
            NextCursor = rows.Count > limit ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
            Count = page.Count,
        };
    }

    private async Task<Outcome<ReplayWebhookDeliveryAnswer>> Replay(
        ReplayWebhookDeliveryRequest request, Principal principal, Session session)
    {
        var (one, all) = (!string.IsNullOrWhiteSpace(request.DeliveryId), !string.IsNullOrWhiteSpace(request.EndpointId));
        if (!one && !all)
            return LicenseError.MissingFields;
        if (one && (all || request.Since is not null))
            return LicenseError.InvalidRequest("Send 'deliveryId' alone, or 'endpointId' with an optional 'since'.");
        var owner = one ? await DeliveryLogSql.OwnerOf(session, request.DeliveryId!) : null;
        if (one && (owner is null || !principal.MaySee(owner.CreatorId)))
            return LicenseError.NotFound("Webhook delivery");
        if (await ReceiverSql.Lock(session, owner?.Endpoint ?? request.EndpointId!, principal) is not { } receiver)
            return WebhookEndpoint.NotFound;
        if (!receiver.Record.Active)
            return SwitchedOff;
        var now = clock.GetUtcNow();
        var count = owner is null
            ? await DeliveryLogSql.ReplayDead(session, receiver.Id, request.Since ?? DateTimeOffset.UnixEpoch, now)
            : await DeliveryLogSql.Replay(session, owner.Id, now);
        session.WakeAfterCommit(Dispatcher.Job);
        await AuditTrail.Record(session, new(principal.Actor, now, "replayWebhookDelivery", request.DeliveryId ?? receiver.Record.EndpointId)
        {
            CreatorId = receiver.Record.CreatorId,
            Details = $"{count} replayed",
        });
        return new ReplayWebhookDeliveryAnswer { ReplayedCount = count };
    }

    private async Task<Outcome<SendTestWebhookAnswer>> Test(SendTestWebhookRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.EndpointId))
            return LicenseError.MissingFields;
        if (Fields.OneOf("type", request.Type, TestTypes) is { } problem)
            return problem;
        if (await ReceiverSql.Lock(session, request.EndpointId, principal) is not { } receiver)
            return WebhookEndpoint.NotFound;
        if (!receiver.Record.Active)
            return SwitchedOff;
        var now = clock.GetUtcNow();
        var example = ExampleMessage.Of(request.Type ?? LicenseEvents.Test, now);
        var (message, delivery) = await MessageSql.Add(session, example, receiver.Record.CreatorId, null, null, [receiver.Id]);
        await AuditTrail.Record(session, new(principal.Actor, now, "sendTestWebhook", receiver.Record.EndpointId)
        {
            CreatorId = receiver.Record.CreatorId,
            Details = example.Type,
        });
        return new SendTestWebhookAnswer { MessageId = message, DeliveryId = delivery };
    }
}
