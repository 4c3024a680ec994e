using CgLicense.Protocol;

namespace CgLicense.Server.DiscountCodes;

/// <summary>A discount code as stored.</summary>
/// <param name="ProductId">The one product it is for; null for all of its creator's.</param>
internal sealed record DiscountCodeFacts(
    long Id, string? ProductId, long? TrialDays, long MaxUses, long UsedCount, DateTimeOffset? ExpiresAt, bool Active);

/// <summary>Whether a discount code is good.</summary>
internal static class DiscountCodeRules
{
    public static bool IsUsable(DiscountCodeFacts code, string productId, DateTimeOffset now) =>
        code.Active
        && (code.ProductId is null || code.ProductId == productId)
        && (code.ExpiresAt is null || now < code.ExpiresAt)
        && (code.MaxUses == Defaults.Unlimited || code.UsedCount < code.MaxUses);
}
