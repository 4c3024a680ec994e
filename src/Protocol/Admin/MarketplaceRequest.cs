using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>
/// A call that the marketplace may make with its webhook secret: in the header <c>X-Webhook-Secret</c>, as
/// <c>Authorization: Bearer</c>, or, last, in this field.
/// </summary>
public abstract class MarketplaceRequest : AdminRequest
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WebhookSecret { get; init; }
}
