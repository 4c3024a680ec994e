using CgLicense.Protocol;

namespace CgLicense.Server.StudioOrders;

/// <summary>A seat code with what its order grants, and the license that came of it.</summary>
/// <param name="RedeemedBy">The license's e-mail address; null while it is not redeemed.</param>
internal sealed record SeatCodeFacts(
    long Id, string OrderId, string ProductId, string Variant, string? PurchaseId, DateTimeOffset? ExpiresAt, long? DurationDays,
    bool Cancelled, LicenseKey? Key, string? RedeemedBy);

/// <summary>What a redemption comes to.</summary>
internal abstract record SeatCodeDecision
{
    private SeatCodeDecision()
    {
    }

    /// <summary>A new license; without an end of its own, the variant's.</summary>
    public sealed record Redeem(DateTimeOffset? Until) : SeatCodeDecision;

    /// <summary>The answer was lost: the license is there already.</summary>
    public sealed record Again(LicenseKey Key) : SeatCodeDecision;

    public sealed record Refuse(LicenseError Error) : SeatCodeDecision;
}

/// <summary>Who may redeem a seat code.</summary>
internal static class SeatCodeRules
{
    public static LicenseError Unknown { get; } = LicenseError.NotFound("Seat code");

    public static LicenseError Redeemed { get; } =
        LicenseError.Conflict("This seat code has been redeemed with another e-mail address.");

    public static LicenseError Cancelled { get; } =
        LicenseError.Conflict("The order that this seat code belongs to was cancelled.");

    public static SeatCodeDecision Decide(SeatCodeFacts? code, string email, DateTimeOffset now) => code switch
    {
        null => new SeatCodeDecision.Refuse(Unknown),
        { Key: { } key } => IsSame(code.RedeemedBy, email) ? new SeatCodeDecision.Again(key) : new SeatCodeDecision.Refuse(Redeemed),
        { Cancelled: true } => new SeatCodeDecision.Refuse(Cancelled),
        _ when code.ExpiresAt <= now => new SeatCodeDecision.Refuse(LicenseError.Expired),
        _ => new SeatCodeDecision.Redeem(code.ExpiresAt ?? (code.DurationDays is { } days ? now.AddDays(days) : null)),
    };

    /// <summary>Whether anybody could redeem it now.</summary>
    public static bool IsValid(SeatCodeFacts code, DateTimeOffset now) => Decide(code, "", now) is SeatCodeDecision.Redeem;

    /// <summary>The license that a seat code becomes. It carries the purchase, so that a refund finds it.</summary>
    public static CreateLicenseRequest License(
        string productId, string variant, string? purchaseId, string email, DateTimeOffset? until) => new()
    {
        Email = email,
        ProductId = productId,
        Variant = variant,
        PurchaseId = purchaseId,
        ExpiresAt = until,
    };

    private static bool IsSame(string? one, string other) =>
        string.Equals(one?.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
