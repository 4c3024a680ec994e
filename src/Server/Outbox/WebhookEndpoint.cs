using System.Globalization;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Outbox;

/// <summary><c>/createWebhookEndpoint</c>, <c>/updateWebhookEndpoint</c>, <c>/deleteWebhookEndpoint</c>, <c>/listWebhookEndpoints</c>, <c>/rotateWebhookSecret</c>.</summary>
internal sealed class WebhookEndpoint(SealedSecrets secrets, bool allowPrivate, TimeProvider clock)
{
    private const long LongestOverlapHours = 168;

    /// <summary>One outside the caller's scope does not exist for them.</summary>
    public static LicenseError NotFound { get; } = LicenseError.NotFound("Webhook endpoint");

    public void Map(Routes routes)
    {
        var wire = ProtocolJson.Wire;
        routes.AdminChange("/createWebhookEndpoint", wire.CreateWebhookEndpointRequest, wire.CreateWebhookEndpointAnswer, Create);
        routes.AdminChange("/updateWebhookEndpoint", wire.UpdateWebhookEndpointRequest, wire.WebhookEndpointAnswer, Update);
        routes.AdminChange("/deleteWebhookEndpoint", wire.DeleteWebhookEndpointRequest, wire.DoneAnswer, Delete);
        routes.AdminChange("/rotateWebhookSecret", wire.RotateWebhookSecretRequest, wire.RotateWebhookSecretAnswer, Rotate);
        routes.AdminQuery("/listWebhookEndpoints", wire.ListWebhookEndpointsRequest, wire.ListWebhookEndpointsAnswer, List);
    }

    private async Task<Outcome<CreateWebhookEndpointAnswer>> Create(
        CreateWebhookEndpointRequest request, Principal principal, Session session)
    {
        var creator = principal.Scope ?? request.CreatorId;
        if (string.IsNullOrWhiteSpace(request.Url) || string.IsNullOrWhiteSpace(creator))
            return LicenseError.MissingFields;
        if (request.CreatorId is { } named && !principal.MaySee(named))
            return LicenseError.NotFound("Creator");
        if ((Fields.Text("creatorId", creator, 128) ?? Problem(request.Url, request.Events, request.Description)) is { } problem)
            return problem;
        var product = NotEmpty(request.ProductId);
        if (product is not null && await ProductSql.Find(session, product) is var found && found?.CreatorId != creator)
            return LicenseError.ProductNotFound;
        var record = new WebhookEndpointRecord
        {
            EndpointId = RandomIds.New("we"),
            CreatorId = creator,
            Url = request.Url,
            Events = request.Events ?? [EventFilterRules.Everything],
            ProductId = product,
            Description = NotEmpty(request.Description),
            Active = request.Active ?? true,
            CreatedAt = clock.GetUtcNow(),
        };
        var secret = WebhookSignature.NewSecret();
        if (!await ReceiverSql.Add(session, record, secrets.Seal(record.EndpointId, secret)))
            return LicenseError.Conflict($"The creator has {ReceiverSql.MostPerCreator} webhook endpoints already. Delete one that is no longer needed.");
        await Record(session, principal, "createWebhookEndpoint", record, Summary(record));
        return new CreateWebhookEndpointAnswer { EndpointId = record.EndpointId, Secret = secret.Reveal() };
    }

    private async Task<Outcome<WebhookEndpointAnswer>> Update(
        UpdateWebhookEndpointRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.EndpointId))
            return LicenseError.MissingFields;
        if (Problem(request.Url, request.Events, request.Description) is { } problem)
            return problem;
        if (await ReceiverSql.Lock(session, request.EndpointId, principal) is not { Record: var old, Id: var id })
            return NotFound;
        if (NotEmpty(request.ProductId) is { } product && (await ProductSql.Find(session, product))?.CreatorId != old.CreatorId)
            return LicenseError.ProductNotFound;
        var changed = Changed(old, request);
        await ReceiverSql.Change(session, id, changed, clock.GetUtcNow());
        if (request.Active == true)
            await ReceiverSql.ForgetFailures(session, id);
        if (!changed.Active)
            await DeliveryLogSql.GiveUpAll(session, id, "The endpoint was switched off.");
        await Record(session, principal, "updateWebhookEndpoint", changed, Summary(changed));
        return new WebhookEndpointAnswer { Endpoint = changed };
    }

    private async Task<Outcome<DoneAnswer>> Delete(DeleteWebhookEndpointRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.EndpointId))
            return LicenseError.MissingFields;
        if (await ReceiverSql.Lock(session, request.EndpointId, principal) is not { } receiver)
            return NotFound;
        await ReceiverSql.Delete(session, receiver.Id);
        await DeliveryLogSql.DeleteAll(session, receiver.Id);
        await Record(session, principal, "deleteWebhookEndpoint", receiver.Record, null);
        return new DoneAnswer();
    }

    private async Task<Outcome<RotateWebhookSecretAnswer>> Rotate(
        RotateWebhookSecretRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.EndpointId))
            return LicenseError.MissingFields;
        if (Fields.Range("overlapHours", request.OverlapHours, 0, LongestOverlapHours) is { } problem)
            return problem;
        if (await ReceiverSql.Lock(session, request.EndpointId, principal) is not { } receiver)
            return NotFound;
        var now = clock.GetUtcNow();
        var hours = request.OverlapHours ?? RotateWebhookSecretRequest.DefaultOverlapHours;
        var until = hours == 0 ? default(DateTimeOffset?) : now.AddHours(hours);
        var secret = WebhookSignature.NewSecret();
        await ReceiverSql.SetSecret(session, receiver, secrets.Seal(receiver.Record.EndpointId, secret), until, now);
        await Record(session, principal, "rotateWebhookSecret", receiver.Record, $"overlap {hours} h");
        return new RotateWebhookSecretAnswer { Secret = secret.Reveal(), PreviousUntil = until };
    }

    private static async Task<Outcome<ListWebhookEndpointsAnswer>> List(
        ListWebhookEndpointsRequest request, Principal principal, Session session)
    {
        if (Fields.Range("limit", request.Limit, 1, ListWebhookEndpointsRequest.MaxLimit) is { } problem)
            return problem;
        var (after, badCursor) = Fields.Cursor(request.Cursor);
        if (badCursor is not null)
            return badCursor;
        if (request.CreatorId is { } creator && !principal.MaySee(creator))
            return new ListWebhookEndpointsAnswer();
        var limit = request.Limit ?? ListWebhookEndpointsRequest.DefaultLimit;
        var rows = await ReceiverSql.All(session, principal.Scope ?? request.CreatorId, after ?? 0, limit + 1);
        var page = rows.Take((int)limit).ToList();
        return new ListWebhookEndpointsAnswer
        {
            Endpoints = [.. page.Select(row => row.Record)],
            NextCursor = rows.Count > limit ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
            Count = page.Count,
        };
    }

    private LicenseError? Problem(string? url, IReadOnlyList<string>? events, string? description) =>
        (url is null ? null : WebhookUrlRules.Problem(url, allowPrivate))
        ?? EventFilterRules.Problem(events)
        ?? Fields.Text("description", description, 255);

    private static WebhookEndpointRecord Changed(WebhookEndpointRecord old, UpdateWebhookEndpointRequest request) => new()
    {
        EndpointId = old.EndpointId,
        CreatorId = old.CreatorId,
        Url = request.Url ?? old.Url,
        Events = request.Events ?? old.Events,
        ProductId = request.ProductId is null ? old.ProductId : NotEmpty(request.ProductId),
        Description = request.Description is null ? old.Description : NotEmpty(request.Description),
        Active = request.Active ?? old.Active,
        DisabledReason = request.Active == true ? null : old.DisabledReason,
        FailingSince = request.Active == true ? null : old.FailingSince,
        LastSuccessAt = old.LastSuccessAt,
        PreviousSecretUntil = old.PreviousSecretUntil,
        CreatedAt = old.CreatedAt,
    };

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>Without path and query of the URL: they may hold a credential of the receiving service.</summary>
    private static string Summary(WebhookEndpointRecord record) =>
        $"{new Uri(record.Url).GetLeftPart(UriPartial.Authority)}, {string.Join(' ', record.Events)}, "
        + $"{record.ProductId ?? "all products"}, {(record.Active ? "active" : "inactive")}";

    private Task Record(Session session, Principal principal, string action, WebhookEndpointRecord record, string? details) =>
        AuditTrail.Record(session, new(principal.Actor, clock.GetUtcNow(), action, record.EndpointId)
        {
            CreatorId = record.CreatorId,
            Details = details,
        });
}
