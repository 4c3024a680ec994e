using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.DiscountCodes;

/// <summary>Discount codes at rest.</summary>
internal static class DiscountCodeSql
{
    private const string Columns =
        """
        SELECT d.id, d.code, d.creator_id, p.slug, d.percent, d.trial_days, d.max_uses, d.used_count, d.expires_at, d.active,
               d.created_at
        FROM discount_code d LEFT JOIN product p ON p.id = d.product_id
        """;

    // Two rows are enough to see that the code alone does not tell whose it is.
    private const string ByCode =
        " WHERE d.folded = @code AND (@creator IS NULL OR d.creator_id = @creator) ORDER BY d.id LIMIT 2";

    private const string List =
        """
         WHERE (@creator IS NULL OR d.creator_id = @creator) AND (@product IS NULL OR p.slug = @product)
            AND (@active IS NULL OR d.active = @active) AND (@before IS NULL OR d.id < @before)
        ORDER BY d.id DESC LIMIT @rows
        """;

    private const string Insert =
        """
        INSERT INTO discount_code (creator_id, code, folded, product_id, percent, trial_days, max_uses, expires_at, active,
            created_at, updated_at)
        VALUES (@creator, @code, @folded, @product, @percent, @trial, @max, @expires, @active, @now, @now)
        ON CONFLICT (creator_id, folded) DO NOTHING
        """;

    private const string Update =
        """
        UPDATE discount_code SET product_id = (SELECT id FROM product WHERE slug = @product), percent = @percent,
            trial_days = @trial, max_uses = @max, expires_at = @expires, active = @active, updated_at = @now
        WHERE id = @id
        """;

    private const string Count = "UPDATE discount_code SET used_count = used_count + 1 WHERE id = @id";

    private const string Delete = "DELETE FROM discount_code WHERE id = @id";

    /// <summary>
    /// Counts one use of a code that is good for the product now. A code that is not, or that nobody knows, changes
    /// nothing: what the customer paid is the shop's business.
    /// </summary>
    /// <returns>The trial days the code gives; null when it gives none or is not good.</returns>
    public static async Task<long?> Use(
        Session session, string creatorId, string productSlug, string code, DateTimeOffset now)
    {
        if (await Lock(session, code, creatorId) is not [var (id, known)] || !DiscountCodeRules.IsUsable(known, productSlug, now))
            return null;
        await session.Execute(Count, ("id", id));
        return known.TrialDays;
    }

    /// <summary>The code of one creator or, with null, of whoever has it: two rows when several do.</summary>
    public static Task<List<Numbered<DiscountCodeRecord>>> Lock(Session session, string code, string? creatorId) =>
        session.Many(
            Columns + ByCode + session.LockRow("d"), Map, ("code", PromotionCode.Fold(code)), ("creator", creatorId));

    public static Task<List<Numbered<DiscountCodeRecord>>> Find(
        Session session, ListDiscountCodesRequest filter, string? creatorId, PageAsked page) => session.Many(
        Columns + List, Map, ("creator", creatorId), ("product", filter.ProductId),
        ("active", filter.Active is { } active ? active ? 1L : 0L : default(long?)), ("before", page.BeforeId), ("rows", page.Rows));

    /// <summary>False when the creator has a code that is spelled so.</summary>
    public static async Task<bool> Add(Session session, DiscountCodeRecord code, long? product) => await session.Execute(
        Insert, ("creator", code.CreatorId), ("code", code.Code), ("folded", PromotionCode.Fold(code.Code)), ("product", product),
        ("percent", code.Percent), ("trial", code.TrialDays), ("max", code.MaxUses),
        ("expires", code.ExpiresAt?.ToUnixTimeMilliseconds()), ("active", code.Active),
        ("now", code.CreatedAt.ToUnixTimeMilliseconds())) > 0;

    public static Task Change(Session session, long id, DiscountCodeRecord code, DateTimeOffset now) => session.Execute(
        Update, ("id", id), ("product", code.ProductId), ("percent", code.Percent), ("trial", code.TrialDays),
        ("max", code.MaxUses), ("expires", code.ExpiresAt?.ToUnixTimeMilliseconds()), ("active", code.Active),
        ("now", now.ToUnixTimeMilliseconds()));

    public static Task Remove(Session session, long id) => session.Execute(Delete, ("id", id));

    private static Numbered<DiscountCodeRecord> Map(DbDataReader row) => new(row.GetInt64(0), new DiscountCodeRecord
    {
        Code = row.GetString(1),
        CreatorId = row.GetString(2),
        ProductId = row.TextOrNull(3),
        Percent = row.NumberOrNull(4),
        TrialDays = row.NumberOrNull(5),
        MaxUses = row.GetInt64(6),
        UsedCount = row.GetInt64(7),
        ExpiresAt = row.TimeOrNull(8),
        Active = row.Flag(9),
        CreatedAt = row.Time(10),
    });
}
