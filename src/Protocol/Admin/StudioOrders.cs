using System.ComponentModel;

namespace CgLicense.Protocol;

/// <summary>
/// <c>POST /createStudioOrder</c> (webhook or admin secret): makes seat codes bought at once, each to be redeemed for a license by one
/// artist. With a <see cref="PurchaseId"/>, the same order again answers the same codes again.
/// </summary>
public sealed class CreateStudioOrderRequest : MarketplaceRequest
{
    public const long MostSeats = 1000;

    /// <summary>The buyer's address.</summary>
    [Needed, Longest(254), Form(FormAttribute.Email)]
    public string? Email { get; init; }

    [Needed]
    public string? ProductId { get; init; }

    /// <summary>1 to 1000: as many codes.</summary>
    [Needed, Between(1, MostSeats)]
    public long? Seats { get; init; }

    /// <summary>Default <c>indie</c>. It supplies what the licenses grant.</summary>
    [Longest(128), DefaultValue(Defaults.Variant)]
    public string? Variant { get; init; }

    /// <summary>Of the shop; one order per purchase and product.</summary>
    [Longest(255)]
    public string? PurchaseId { get; init; }

    /// <summary>The end of all licenses, whenever they are redeemed.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Instead of <see cref="ExpiresAt"/>: each license ends so many days after its code was redeemed, 1 to 36500.</summary>
    [Between(1, 36_500)]
    public long? DurationDays { get; init; }
}

public sealed class CreateStudioOrderAnswer
{
    public bool Success { get; init; } = true;
    public string OrderId { get; init; } = "";
    public IReadOnlyList<string> SeatCodes { get; init; } = [];
}

/// <summary><c>POST /cancelStudioOrder</c> (webhook or admin secret): voids the codes that were not redeemed yet. Licenses stay; again changes nothing.</summary>
public sealed class CancelStudioOrderRequest : MarketplaceRequest
{
    [Needed]
    public string? OrderId { get; init; }
}

public sealed class CancelStudioOrderAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>How many codes of the order nobody can redeem any more.</summary>
    public long VoidCodes { get; init; }
}

/// <summary><c>GET|POST /listStudioOrders</c>: lists orders, newest first. The codes themselves are in <c>/getStudioOrder</c> only.</summary>
public sealed class ListStudioOrdersRequest : MarketplaceRequest
{
    public string? CreatorId { get; init; }
    public string? ProductId { get; init; }

    /// <summary>The buyer's address.</summary>
    public string? Email { get; init; }

    public string? PurchaseId { get; init; }

    /// <summary>1 to 500, default 100.</summary>
    [Between(1, Defaults.MostPageRows), DefaultValue(Defaults.PageRows)]
    public long? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    [Form(FormAttribute.Cursor)]
    public string? Cursor { get; init; }
}

public sealed class ListStudioOrdersAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<StudioOrderRecord> Orders { get; init; } = [];

    /// <summary>Null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Number of rows on this page.</summary>
    public long Count { get; init; }
}

/// <summary><c>GET|POST /getStudioOrder</c>: answers an order with its codes.</summary>
public sealed class GetStudioOrderRequest : MarketplaceRequest
{
    [Needed]
    public string? OrderId { get; init; }
}

public sealed class GetStudioOrderAnswer
{
    public bool Success { get; init; } = true;
    public StudioOrderRecord Order { get; init; } = new();
    public IReadOnlyList<SeatCodeRecord> SeatCodes { get; init; } = [];
}

public sealed class StudioOrderRecord
{
    public string OrderId { get; init; } = "";
    public string CreatorId { get; init; } = "";
    public string ProductId { get; init; } = "";
    public string Variant { get; init; } = "";

    /// <summary>The buyer's address.</summary>
    public string Email { get; init; } = "";

    /// <summary>The shop's own order number.</summary>
    public string? PurchaseId { get; init; }

    public long Seats { get; init; }
    public long RedeemedCount { get; init; }

    /// <summary>The end of all its licenses; null where they end on their own, or never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public long? DurationDays { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }
}
