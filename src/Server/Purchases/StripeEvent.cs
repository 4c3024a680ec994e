using System.Text.Json;
using System.Text.Json.Serialization;

namespace CgLicense.Server.Purchases;

/// <summary>
/// Of Stripe's events (https://docs.stripe.com/api/events), the members that are read here, in the places where older and newer versions of its
/// API have them. Stripe's own library for .NET cannot be compiled natively.
/// </summary>
internal sealed class StripeEvent
{
    public string Id { get; init; } = "";
    public string Type { get; init; } = "";
    public long? Created { get; init; }
    public StripeData? Data { get; init; }
}

internal sealed class StripeData
{
    public StripeObject? Object { get; init; }
}

/// <summary>Checkout session, charge, dispute, invoice, subscription or invoice payment: whichever the event is about.</summary>
internal sealed class StripeObject
{
    public string? Id { get; init; }
    public string? Object { get; init; }
    public string? Mode { get; init; }
    public string? Status { get; init; }
    public string? PaymentStatus { get; init; }

    /// <summary>An id, or the object itself where it was expanded.</summary>
    public JsonElement PaymentIntent { get; init; }

    public JsonElement Subscription { get; init; }
    public JsonElement Invoice { get; init; }
    public JsonElement Charge { get; init; }
    public JsonElement PaymentLink { get; init; }
    public StripeCustomer? CustomerDetails { get; init; }
    public StripeCustomer? BillingDetails { get; init; }
    public string? CustomerEmail { get; init; }
    public Dictionary<string, string>? Metadata { get; init; }
    public long? AmountTotal { get; init; }
    public long? AmountPaid { get; init; }
    public long? Amount { get; init; }
    public string? Currency { get; init; }

    /// <summary>Of a charge: all of it went back.</summary>
    public bool? Refunded { get; init; }

    public StripeLines? LineItems { get; init; }
    public StripeLines? Lines { get; init; }

    /// <summary>Of a subscription: what it is for.</summary>
    public StripeLines? Items { get; init; }

    public StripeParent? Parent { get; init; }
    public StripeSubscriptionDetails? SubscriptionDetails { get; init; }
    public StripeInvoicePayment? Payment { get; init; }
    public bool? CancelAtPeriodEnd { get; init; }
    public long? CancelAt { get; init; }
    public long? CurrentPeriodEnd { get; init; }
    public long? EndedAt { get; init; }
}

internal sealed class StripeCustomer
{
    public string? Email { get; init; }
}

internal sealed class StripeLines
{
    public IReadOnlyList<StripeLine> Data { get; init; } = [];
}

internal sealed class StripeLine
{
    public StripePrice? Price { get; init; }
    public StripePricing? Pricing { get; init; }
    public StripePeriod? Period { get; init; }
    public long? Amount { get; init; }
    public long? CurrentPeriodEnd { get; init; }

    public string? PriceId => Price?.Id ?? Pricing?.PriceDetails?.Price;
}

internal sealed class StripePrice
{
    public string? Id { get; init; }
}

internal sealed class StripePricing
{
    public StripePriceDetails? PriceDetails { get; init; }
}

internal sealed class StripePriceDetails
{
    public string? Price { get; init; }
}

internal sealed class StripePeriod
{
    public long? End { get; init; }
}

internal sealed class StripeParent
{
    public StripeSubscriptionDetails? SubscriptionDetails { get; init; }
}

internal sealed class StripeSubscriptionDetails
{
    public JsonElement Subscription { get; init; }
    public Dictionary<string, string>? Metadata { get; init; }
}

internal sealed class StripeInvoicePayment
{
    public JsonElement PaymentIntent { get; init; }
    public JsonElement Charge { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StripeEvent))]
internal sealed partial class StripeJson : JsonSerializerContext;
