using System.ComponentModel;

namespace CgLicense.Protocol;

/// <summary>
/// <c>POST /createPrice</c> (admin secret only): says which product a price of a payment provider stands for. Purchases that came in before are licensed at
/// once. The same again with other terms is a conflict: delete it first. What was sold stays as it was sold.
/// </summary>
public sealed class CreatePriceRequest : AdminRequest
{
    /// <summary>Stripe's <c>price_…</c>, or <c>plink_…</c> for a payment link.</summary>
    [Needed, Longest(255)]
    public string? PriceId { get; init; }

    [Needed]
    public string? ProductId { get; init; }

    [Longest(128), DefaultValue(Defaults.Variant)]
    public string? Variant { get; init; }

    /// <summary>Machines; absent, the variant's.</summary>
    [Between(1, 1_000_000, OrUnlimited = true)]
    public long? MaxMachines { get; init; }

    /// <summary>Of what is paid once: days until the license ends; absent, never. What is paid by the period ends with the period.</summary>
    [Between(1, 36_500)]
    public long? DurationDays { get; init; }
}

public sealed class CreatePriceAnswer
{
    public bool Success { get; init; } = true;
    public PriceRecord Price { get; init; } = new();

    /// <summary>Purchases that had been waiting for the price, and were looked at anew.</summary>
    public long SettledCount { get; init; }
}

/// <summary><c>POST /deletePrice</c> (admin secret only): from now on the price stands for nothing. Licenses that were sold stay.</summary>
public sealed class DeletePriceRequest : AdminRequest
{
    [Needed, Longest(255)]
    public string? PriceId { get; init; }
}

/// <summary><c>GET|POST /listPrices</c>: lists what prices stand for, newest first.</summary>
public sealed class ListPricesRequest : AdminRequest
{
    public string? ProductId { get; init; }

    /// <summary>1 to 500, default 100.</summary>
    [Between(1, Defaults.MostPageRows), DefaultValue(Defaults.PageRows)]
    public long? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    [Form(FormAttribute.Cursor)]
    public string? Cursor { get; init; }
}

public sealed class ListPricesAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<PriceRecord> Prices { get; init; } = [];

    /// <summary>Null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Number of rows on this page.</summary>
    public long Count { get; init; }
}

public sealed class PriceRecord
{
    public string Provider { get; init; } = "";
    public string PriceId { get; init; } = "";
    public string ProductId { get; init; } = "";
    public string Variant { get; init; } = "";

    /// <summary>Null for the variant's.</summary>
    public long? MaxMachines { get; init; }

    /// <summary>Null for no end, or the end of the paid period.</summary>
    public long? DurationDays { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary><c>GET|POST /listPurchaseEvents</c>: lists what marketplaces and Stripe have reported, newest first.</summary>
public sealed class ListPurchaseEventsRequest : AdminRequest
{
    /// <summary>Only of this purchase: what its licenses carry as <c>purchaseId</c>.</summary>
    public string? PurchaseId { get; init; }

    public string? ProductId { get; init; }

    /// <summary>True lists only events whose price nobody has said the product of, or whose product does not exist.</summary>
    public bool? Waiting { get; init; }

    /// <summary>1 to 500, default 100.</summary>
    [Between(1, Defaults.MostPageRows), DefaultValue(Defaults.PageRows)]
    public long? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    [Form(FormAttribute.Cursor)]
    public string? Cursor { get; init; }
}

public sealed class ListPurchaseEventsAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<PurchaseEventRecord> Events { get; init; } = [];

    /// <summary>Null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Number of rows on this page.</summary>
    public long Count { get; init; }
}

public sealed class PurchaseEventRecord
{
    public string Provider { get; init; } = "";
    public string EventId { get; init; } = "";

    /// <summary>The provider's word for it.</summary>
    public string Type { get; init; } = "";

    public string PurchaseId { get; init; } = "";

    /// <summary>Null when the event is about all of the purchase, or while the price stands for nothing.</summary>
    public string? ProductId { get; init; }

    /// <summary>The provider's price, where it told one.</summary>
    public string? PriceId { get; init; }

    /// <summary>In the currency's smallest unit.</summary>
    public long? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>True: nobody has said what the price stands for, or the product does not exist. <c>/createPrice</c> helps.</summary>
    public bool Waiting { get; init; }

    /// <summary>By the provider's clock.</summary>
    public DateTimeOffset HappenedAt { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}
