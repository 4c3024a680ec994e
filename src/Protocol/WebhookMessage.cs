using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>The body of an outgoing webhook, as the Standard Webhooks specification lays it out.</summary>
public sealed class WebhookMessage
{
    /// <summary>The event's name, such as <c>license.revoked</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>When it happened; the header <c>webhook-timestamp</c> says when it was sent.</summary>
    public DateTimeOffset Timestamp { get; init; }

    public WebhookData Data { get; init; } = new();
}

/// <summary>What the event is about.</summary>
public sealed class WebhookData
{
    /// <summary>True in messages of <c>/sendTestWebhook</c>, absent elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Test { get; init; }

    /// <summary>The license as it stood right after the event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LicenseRecord? License { get; init; }

    /// <summary>With the <c>machine.</c> events only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WebhookMachine? Machine { get; init; }
}

/// <summary>The machine that an event is about.</summary>
public sealed class WebhookMachine
{
    public string Fingerprint { get; init; } = "";

    /// <summary>Null when the machine is no longer activated.</summary>
    public string? Hostname { get; init; }
}
