using System.Data.Common;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.DiscountCodes;

/// <summary>Discount codes at rest.</summary>
internal static class DiscountCodeSql
{
    private const string Select =
        """
        SELECT d.id, p.slug, d.trial_days, d.max_uses, d.used_count, d.expires_at, d.active
        FROM discount_code d LEFT JOIN product p ON p.id = d.product_id
        WHERE d.creator_id = @creator AND d.folded = @code
        """;

    private const string Count = "UPDATE discount_code SET used_count = used_count + 1 WHERE id = @id";

    /// <summary>
    /// Counts one use of a code that is good for the product now. A code that is not, or that nobody knows, changes
    /// nothing: what the customer paid is the shop's business.
    /// </summary>
    /// <returns>The trial days the code gives; null when it gives none or is not good.</returns>
    public static async Task<long?> Use(
        Session session, string creatorId, string productSlug, string code, DateTimeOffset now)
    {
        var known = await session.One(
            Select + session.LockRow("d"), Map, ("creator", creatorId), ("code", PromotionCode.Fold(code)));
        if (known is null || !DiscountCodeRules.IsUsable(known, productSlug, now))
            return null;
        await session.Execute(Count, ("id", known.Id));
        return known.TrialDays;
    }

    private static DiscountCodeFacts Map(DbDataReader row) => new(
        row.GetInt64(0), row.TextOrNull(1), row.NumberOrNull(2), row.GetInt64(3), row.GetInt64(4), row.TimeOrNull(5), row.Flag(6));
}
