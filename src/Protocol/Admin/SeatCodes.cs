namespace CgLicense.Protocol;

/// <summary>A seat code of an order, and the license that came of it.</summary>
public sealed class SeatCodeRecord
{
    public string SeatCode { get; init; } = "";
    public bool Redeemed { get; init; }

    /// <summary>The e-mail address of the license.</summary>
    public string? RedeemedBy { get; init; }

    public DateTimeOffset? RedeemedAt { get; init; }
    public string? LicenseKey { get; init; }
}

/// <summary><c>POST /validateSeatCode</c> (webhook or admin secret): answers what a code is good for. Changes nothing.</summary>
public sealed class ValidateSeatCodeRequest : MarketplaceRequest
{
    /// <summary>Letter case, hyphens and look-alikes (O for 0, I or L for 1) do not matter.</summary>
    [Needed]
    public string? SeatCode { get; init; }
}

public sealed class ValidateSeatCodeAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>True while it can be redeemed.</summary>
    public bool Valid { get; init; }

    public string ProductId { get; init; } = "";
    public string Variant { get; init; } = "";
    public bool Redeemed { get; init; }
}

/// <summary>
/// <c>POST /redeemSeatCode</c> (webhook or admin secret): makes a license for one artist, once. The same address with the same code
/// gets the same license again.
/// </summary>
public sealed class RedeemSeatCodeRequest : MarketplaceRequest
{
    [Needed]
    public string? SeatCode { get; init; }

    /// <summary>The artist's address.</summary>
    [Needed, Longest(254), Form(FormAttribute.Email)]
    public string? Email { get; init; }
}

public sealed class RedeemSeatCodeAnswer
{
    public bool Success { get; init; } = true;
    public string LicenseKey { get; init; } = "";
}
