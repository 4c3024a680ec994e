using System.ComponentModel;

namespace CgLicense.Protocol;

/// <summary>Where a delivery stands.</summary>
public static class DeliveryStatus
{
    /// <summary>Not tried yet.</summary>
    public const string Pending = "pending";

    /// <summary>The endpoint answered 2xx.</summary>
    public const string Delivered = "delivered";

    /// <summary>Tried without success; will be tried again.</summary>
    public const string Failed = "failed";

    /// <summary>Given up; only a replay sends it again.</summary>
    public const string Dead = "dead";

    public static IReadOnlyList<string> All { get; } = [Pending, Delivered, Failed, Dead];
}

/// <summary><c>GET|POST /listWebhookDeliveries</c>: lists deliveries, newest first. Finished deliveries are kept for 30 days.</summary>
public sealed class ListWebhookDeliveriesRequest : AdminRequest
{
    public const long DefaultLimit = 100;
    public const long MaxLimit = 500;

    public string? CreatorId { get; init; }
    public string? EndpointId { get; init; }

    /// <summary>Where the delivery stands: not tried yet, arrived, to be tried again, given up.</summary>
    [OneOf(DeliveryStatus.Pending, DeliveryStatus.Delivered, DeliveryStatus.Failed, DeliveryStatus.Dead)]
    public string? Status { get; init; }

    /// <summary>The event's name.</summary>
    [OneOf(
        "webhook.test", "license.created", "license.updated", "license.renewed", "license.degraded", "license.suspended", "license.reinstated", "license.revoked",
        "license.expiring", "license.expired", "machine.activated", "machine.deactivated", "machines.reset", "trial.redeemed", "seat_code.redeemed",
        "violation.detected", "violation.resolved")]
    public string? Type { get; init; }

    public string? MessageId { get; init; }

    /// <summary>Only events of this license.</summary>
    public string? LicenseKey { get; init; }

    [Between(1, MaxLimit), DefaultValue(DefaultLimit)]
    public long? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    [Form(FormAttribute.Cursor)]
    public string? Cursor { get; init; }
}

public sealed class ListWebhookDeliveriesAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<WebhookDeliveryRecord> Deliveries { get; init; } = [];

    /// <summary>Null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Number of rows on this page.</summary>
    public long Count { get; init; }
}

/// <summary>One message on its way to one endpoint.</summary>
public sealed class WebhookDeliveryRecord
{
    public string DeliveryId { get; init; } = "";

    /// <summary>The <c>webhook-id</c> header: the same for every try and every replay.</summary>
    public string MessageId { get; init; } = "";

    public string EndpointId { get; init; } = "";

    /// <summary>The event's name.</summary>
    public string Type { get; init; } = "";

    /// <summary>Where the delivery stands: not tried yet, arrived, to be tried again, given up.</summary>
    [OneOf(DeliveryStatus.Pending, DeliveryStatus.Delivered, DeliveryStatus.Failed, DeliveryStatus.Dead)]
    public string Status { get; init; } = "";

    /// <summary>Tries since the message was written or replayed.</summary>
    public long Attempts { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastTryAt { get; init; }

    /// <summary>HTTP status of the last try; null when there was no answer.</summary>
    public long? LastStatus { get; init; }

    /// <summary>Why the last try failed, or why it was given up.</summary>
    public string? Error { get; init; }

    /// <summary>The beginning of the endpoint's last answer, up to 500 characters.</summary>
    public string? Response { get; init; }

    /// <summary>Null when it is delivered or dead.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }
}

/// <summary>
/// <c>POST /replayWebhookDelivery</c>: sends deliveries again at once, with a fresh schedule. Either one delivery, whatever its
/// status, or all dead ones of an endpoint.
/// </summary>
public sealed class ReplayWebhookDeliveryRequest : AdminRequest
{
    /// <summary>The one delivery to send again; alone.</summary>
    [EitherNeeded]
    public string? DeliveryId { get; init; }

    /// <summary>The endpoint whose dead deliveries are sent again.</summary>
    [EitherNeeded]
    public string? EndpointId { get; init; }

    /// <summary>With an endpoint: only messages written at or after this moment; default all.</summary>
    public DateTimeOffset? Since { get; init; }
}

public sealed class ReplayWebhookDeliveryAnswer
{
    public bool Success { get; init; } = true;
    public long ReplayedCount { get; init; }
}

/// <summary><c>POST /sendTestWebhook</c>: sends an example event to one endpoint, whatever it has subscribed to.</summary>
public sealed class SendTestWebhookRequest : AdminRequest
{
    [Needed]
    public string? EndpointId { get; init; }

    /// <summary>The event to imitate; default <c>webhook.test</c>.</summary>
    [DefaultValue("webhook.test")]
    [OneOf(
        "webhook.test", "license.created", "license.updated", "license.renewed", "license.degraded", "license.suspended", "license.reinstated", "license.revoked",
        "license.expiring", "license.expired", "machine.activated", "machine.deactivated", "machines.reset", "trial.redeemed", "seat_code.redeemed",
        "violation.detected", "violation.resolved")]
    public string? Type { get; init; }
}

public sealed class SendTestWebhookAnswer
{
    public bool Success { get; init; } = true;
    public string MessageId { get; init; } = "";
    public string DeliveryId { get; init; } = "";
}
