using System.ComponentModel;

namespace CgLicense.Protocol;

/// <summary><c>POST /createWebhookEndpoint</c>: posts the events of a creator's licenses to a URL, as Standard Webhooks.</summary>
public sealed class CreateWebhookEndpointRequest : AdminRequest
{
    /// <summary>Needed with the admin secret; an API key always creates for its own creator.</summary>
    [Longest(128)]
    public string? CreatorId { get; init; }

    /// <summary><c>https://</c>, up to 2048 characters, without user information and fragment.</summary>
    [Needed, Form("^https?://[^@#]+$")]
    public string? Url { get; init; }

    /// <summary>Event names, <c>license.*</c> for a family, <c>*</c> for all; default all.</summary>
    [Longest(50, Least = 1), Form(@"^(\*|[a-z_]+\.(\*|[a-z_]+))$")]
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Only events of this product's licenses; default all products.</summary>
    public string? ProductId { get; init; }

    /// <summary>For people, up to 255 characters.</summary>
    [Longest(255)]
    public string? Description { get; init; }

    /// <summary>False: nothing is posted to it yet.</summary>
    [DefaultValue(true)]
    public bool? Active { get; init; }
}

public sealed class CreateWebhookEndpointAnswer
{
    public bool Success { get; init; } = true;
    public string EndpointId { get; init; } = "";

    /// <summary><c>whsec_</c> and 32 bytes in base64. Shown this once.</summary>
    public string Secret { get; init; } = "";
}

/// <summary><c>POST /updateWebhookEndpoint</c>: changes an endpoint. Only the fields that are present change.</summary>
public sealed class UpdateWebhookEndpointRequest : AdminRequest
{
    [Needed]
    public string? EndpointId { get; init; }

    [Form("^https?://[^@#]+$")]
    public string? Url { get; init; }

    [Longest(50, Least = 1), Form(@"^(\*|[a-z_]+\.(\*|[a-z_]+))$")]
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>An empty text lifts the restriction to one product.</summary>
    public string? ProductId { get; init; }

    /// <summary>An empty text removes it.</summary>
    [Longest(255)]
    public string? Description { get; init; }

    /// <summary>False gives up what still waits to be delivered; true also ends a disabling by the server.</summary>
    public bool? Active { get; init; }
}

public sealed class WebhookEndpointAnswer
{
    public bool Success { get; init; } = true;
    public WebhookEndpointRecord Endpoint { get; init; } = new();
}

/// <summary><c>POST /deleteWebhookEndpoint</c>: deletes an endpoint and its delivery log.</summary>
public sealed class DeleteWebhookEndpointRequest : AdminRequest
{
    [Needed]
    public string? EndpointId { get; init; }
}

/// <summary><c>GET|POST /listWebhookEndpoints</c>: lists endpoints in order of creation.</summary>
public sealed class ListWebhookEndpointsRequest : AdminRequest
{
    public const long DefaultLimit = 100;
    public const long MaxLimit = 500;

    public string? CreatorId { get; init; }
    [Between(1, MaxLimit), DefaultValue(DefaultLimit)]
    public long? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    [Form(FormAttribute.Cursor)]
    public string? Cursor { get; init; }
}

public sealed class ListWebhookEndpointsAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<WebhookEndpointRecord> Endpoints { get; init; } = [];

    /// <summary>Null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Number of rows on this page.</summary>
    public long Count { get; init; }
}

/// <summary><c>POST /rotateWebhookSecret</c>: makes a new secret. It signs at once, the old one signs along for a while.</summary>
public sealed class RotateWebhookSecretRequest : AdminRequest
{
    public const long DefaultOverlapHours = 24;

    [Needed]
    public string? EndpointId { get; init; }

    /// <summary>0 to 168, default 24. 0 ends the old secret at once: for one that has leaked.</summary>
    [Between(0, 168), DefaultValue(DefaultOverlapHours)]
    public long? OverlapHours { get; init; }
}

public sealed class RotateWebhookSecretAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>Shown this once.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Until when the old secret signs too; null when it has ended.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }
}

/// <summary>An endpoint as its creator sees it; its secret is never shown again.</summary>
public sealed class WebhookEndpointRecord
{
    public string EndpointId { get; init; } = "";
    public string CreatorId { get; init; } = "";
    public string Url { get; init; } = "";
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Null for all products.</summary>
    public string? ProductId { get; init; }

    public string? Description { get; init; }

    /// <summary>False: nothing is posted to it.</summary>
    public bool Active { get; init; }

    /// <summary>Why the server has switched it off; null when it is active or a person did.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>The first failure since the last success; null when the last delivery succeeded.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Kept to the minute.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Until when the secret before the current one signs too.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
