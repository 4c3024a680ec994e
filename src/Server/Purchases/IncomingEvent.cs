namespace CgLicense.Server.Purchases;

/// <summary>An event as it was reported, its provider's words put into ours.</summary>
internal sealed record IncomingEvent
{
    /// <summary><c>cglounge</c> or <c>stripe</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's name of the event: the same event again has the same.</summary>
    public required string Id { get; init; }

    /// <summary>Stands in for the id where the sender gave none: what was sent, as a hash.</summary>
    public string? Digest { get; init; }

    /// <summary>The provider's word for it.</summary>
    public required string Type { get; init; }

    public required PurchaseKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The names it has for the purchase. The first is what new licenses carry as purchase.</summary>
    public required IReadOnlyList<string> References { get; init; }

    public string? Email { get; init; }

    /// <summary>The end of the paid period, for all that was bought.</summary>
    public DateTimeOffset? Until { get; init; }

    public string? Dispute { get; init; }
    public long? Amount { get; init; }
    public string? Currency { get; init; }

    /// <summary>What was bought; empty when the event is about all of the purchase.</summary>
    public IReadOnlyList<PurchaseItem> Items { get; init; } = [];
}

/// <summary>One thing that was bought: a product, or a price that stands for one.</summary>
internal sealed record PurchaseItem
{
    public string? PriceId { get; init; }

    /// <summary>Slug.</summary>
    public string? Product { get; init; }

    public string? Variant { get; init; }
    public string? LicenseType { get; init; }
    public long? MaxMachines { get; init; }
    public string? DiscountCode { get; init; }
    public long? Days { get; init; }
    public DateTimeOffset? Until { get; init; }
}
