using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Products;

namespace CgLicense.Server.DiscountCodes;

/// <summary>Whether a discount code is good, and what a request makes of it.</summary>
internal static class DiscountCodeRules
{
    public static bool IsUsable(DiscountCodeRecord code, string productId, DateTimeOffset now) =>
        code.Active
        && (code.ProductId is null || code.ProductId == productId)
        && (code.ExpiresAt is null || now < code.ExpiresAt)
        && (code.MaxUses == Defaults.Unlimited || code.UsedCount < code.MaxUses);

    public static LicenseError? Problem(DiscountCodeRequest request) =>
        PromotionCode.Problem(request.Code)
        ?? Fields.Text("creatorId", request.CreatorId, 128)
        ?? Fields.Range("percent", request.Percent.Value, 1, 100)
        ?? Fields.Range("trialDays", request.TrialDays.Value, 1, VariantRules.MostDays)
        ?? Fields.Limit("maxUses", request.MaxUses);

    public static DiscountCodeRecord New(DiscountCodeRequest request, string creatorId, DateTimeOffset now) => Changed(
        new DiscountCodeRecord
        {
            Code = request.Code!.Trim(),
            CreatorId = creatorId,
            MaxUses = Defaults.Unlimited,
            Active = true,
            CreatedAt = now,
        },
        request);

    public static DiscountCodeRecord Changed(DiscountCodeRecord old, DiscountCodeRequest request) => new()
    {
        Code = old.Code,
        CreatorId = old.CreatorId,
        ProductId = request.ProductId is { } product ? (string.IsNullOrWhiteSpace(product) ? null : product) : old.ProductId,
        Percent = request.Percent.Or(old.Percent),
        TrialDays = request.TrialDays.Or(old.TrialDays),
        MaxUses = request.MaxUses ?? old.MaxUses,
        UsedCount = old.UsedCount,
        ExpiresAt = request.ExpiresAt.IsGiven ? request.ExpiresAt.Value : old.ExpiresAt,
        Active = request.Active ?? old.Active,
        CreatedAt = old.CreatedAt,
    };
}
