namespace CgLicense.Protocol;

/// <summary>What a marketplace reports of a purchase.</summary>
public static class PurchaseEventType
{
    public const string Completed = "purchase.completed";
    public const string Refunded = "purchase.refunded";
    public const string Disputed = "purchase.disputed";
    public const string DisputeWon = "purchase.dispute_won";
    public const string DisputeLost = "purchase.dispute_lost";
    public const string Renewed = "subscription.renewed";
    public const string PaymentFailed = "subscription.payment_failed";
    public const string Cancelled = "subscription.cancelled";
}

/// <summary>
/// <c>POST /cgloungeWebhook</c>: takes in what a marketplace reports of a purchase, and makes the license what it says. Each event acts once, however often
/// and in whatever order it comes; types that are not known are answered with <c>ignored</c>.
/// </summary>
public sealed class CgloungeWebhookRequest : MarketplaceRequest
{
    /// <summary>
    /// <c>purchase.completed</c>, <c>purchase.refunded</c>, <c>purchase.disputed</c>, <c>purchase.dispute_won</c>, <c>purchase.dispute_lost</c>,
    /// <c>subscription.renewed</c>, <c>subscription.payment_failed</c> or <c>subscription.cancelled</c>.
    /// </summary>
    [Needed, Longest(128)]
    public string? Type { get; init; }

    /// <summary>Names the event, where the header <c>webhook-id</c> does not. Without either, the same body within 3 days is the same event.</summary>
    [Longest(255)]
    public string? EventId { get; init; }

    /// <summary>When it happened; what comes late is put in its place by it. Without it, the moment of arrival.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The purchase, as the marketplace calls it. Its licenses carry it as <c>purchaseId</c>.</summary>
    [Needed, Longest(255)]
    public string? PurchaseId { get; init; }

    /// <summary>The customer's address. Without it an event makes no license, but changes those that are there.</summary>
    [Longest(254), Form(FormAttribute.Email)]
    public string? Email { get; init; }

    /// <summary>The product. Without it the event is about everything in the purchase.</summary>
    [Longest(128)]
    public string? ProductId { get; init; }

    [Longest(128)]
    public string? Variant { get; init; }

    [OneOf(Protocol.LicenseType.PerMachine, Protocol.LicenseType.Floating, Protocol.LicenseType.Site)]
    public string? LicenseType { get; init; }

    [Between(1, 1_000_000, OrUnlimited = true)]
    public long? MaxMachines { get; init; }

    /// <summary>Counted once per purchase; its trial days end the license where nothing else says when.</summary>
    [Longest(128)]
    public string? DiscountCode { get; init; }

    /// <summary>Days until the license ends, where <c>durationDays</c> is absent.</summary>
    [Between(1, 36_500)]
    public long? TrialDays { get; init; }

    /// <summary>Days until the license ends; of a renewal, days that are added.</summary>
    [Between(1, 36_500)]
    public long? DurationDays { get; init; }

    /// <summary>Of the money, in the currency's smallest unit. Kept, not judged.</summary>
    public decimal? Amount { get; init; }

    [Longest(16)]
    public string? Currency { get; init; }
}

public sealed class CgloungeWebhookAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>The license of the purchase; null when there is none (yet).</summary>
    public string? LicenseKey { get; init; }

    /// <summary>Its status now.</summary>
    public string? LicenseStatus { get; init; }

    /// <summary>The event was taken in before; nothing was changed.</summary>
    public bool Duplicate { get; init; }

    /// <summary>The type is not one of those that mean something here; nothing was changed.</summary>
    public bool Ignored { get; init; }
}

/// <summary>
/// <c>POST /stripeWebhook</c>: takes in an event of Stripe, signed by Stripe, and makes the license what it says. Each event acts once, however often and in
/// whatever order it comes. What is read of <c>data</c>: https://docs.stripe.com/api/events.
/// </summary>
public sealed class StripeWebhookRequest
{
    /// <summary>Stripe's name of the event: <c>evt_…</c>.</summary>
    [Needed, Longest(255)]
    public string? Id { get; init; }

    /// <summary>Such as <c>checkout.session.completed</c>.</summary>
    [Needed, Longest(128)]
    public string? Type { get; init; }

    /// <summary>When it happened: Unix seconds.</summary>
    public long? Created { get; init; }
}

public sealed class StripeWebhookAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>The event was taken in before; nothing was changed.</summary>
    public bool Duplicate { get; init; }

    /// <summary>The event says nothing about a license; nothing was changed.</summary>
    public bool Ignored { get; init; }
}
