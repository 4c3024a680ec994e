using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.TrialCodes;

/// <summary>Trial codes at rest.</summary>
internal static class TrialCodeSql
{
    private const string Columns =
        """
        SELECT t.id, t.code, t.creator_id, p.slug, t.trial_days, t.max_uses, t.used_count, t.expires_at, t.active, t.created_at
        FROM trial_code t JOIN product p ON p.id = t.product_id
        """;

    // Two rows are enough to see that the code alone does not tell whose it is.
    private const string ByCode =
        """
         WHERE t.folded = @code AND (@creator IS NULL OR t.creator_id = @creator) AND (@product IS NULL OR p.slug = @product)
        ORDER BY t.id LIMIT 2
        """;

    private const string Known =
        """
        SELECT p.id FROM product p WHERE p.slug = @product AND (
            EXISTS (SELECT 1 FROM trial_code t WHERE t.product_id = p.id AND t.folded = @code)
            OR EXISTS (SELECT 1 FROM trial_redemption r WHERE r.product_id = p.id AND r.folded_code = @code))
        """;

    private const string List =
        """
         WHERE (@creator IS NULL OR t.creator_id = @creator) AND (@product IS NULL OR p.slug = @product)
            AND (@active IS NULL OR t.active = @active) AND (@before IS NULL OR t.id < @before)
        ORDER BY t.id DESC LIMIT @rows
        """;

    private const string Insert =
        """
        INSERT INTO trial_code (creator_id, code, folded, product_id, trial_days, max_uses, expires_at, active, created_at, updated_at)
        VALUES (@creator, @code, @folded, @product, @trial, @max, @expires, @active, @now, @now)
        ON CONFLICT (creator_id, folded) DO NOTHING
        """;

    private const string Update =
        """
        UPDATE trial_code SET trial_days = @trial, max_uses = @max, expires_at = @expires, active = @active, updated_at = @now
        WHERE id = @id
        """;

    private const string Count = "UPDATE trial_code SET used_count = used_count + 1 WHERE id = @id";

    private const string Delete = "DELETE FROM trial_code WHERE id = @id";

    /// <summary>The code of one creator or, with null, of whoever has it: two rows when several do.</summary>
    public static Task<List<Numbered<TrialCodeRecord>>> Lock(Session session, string code, string? creatorId, string? productId) =>
        session.Many(Columns + ByCode + session.LockRow("t"), Map, Args(code, creatorId, productId));

    /// <summary>Whether the product has the code, or had it when somebody redeemed it.</summary>
    public static async Task<bool> IsKnown(Session session, string code, string productId) =>
        await session.Number(Known, ("code", PromotionCode.Fold(code)), ("product", productId)) is not null;

    public static Task<List<Numbered<TrialCodeRecord>>> Find(
        Session session, ListTrialCodesRequest filter, string? creatorId, PageAsked page) => session.Many(
        Columns + List, Map, ("creator", creatorId), ("product", filter.ProductId),
        ("active", filter.Active is { } active ? active ? 1L : 0L : default(long?)), ("before", page.BeforeId), ("rows", page.Rows));

    /// <summary>False when the creator has a code that is spelled so.</summary>
    public static async Task<bool> Add(Session session, TrialCodeRecord code, long product) => await session.Execute(
        Insert, ("creator", code.CreatorId), ("code", code.Code), ("folded", PromotionCode.Fold(code.Code)), ("product", product),
        ("trial", code.TrialDays), ("max", code.MaxUses), ("expires", code.ExpiresAt?.ToUnixTimeMilliseconds()),
        ("active", code.Active), ("now", code.CreatedAt.ToUnixTimeMilliseconds())) > 0;

    public static Task Change(Session session, long id, TrialCodeRecord code, DateTimeOffset now) => session.Execute(
        Update, ("id", id), ("trial", code.TrialDays), ("max", code.MaxUses), ("expires", code.ExpiresAt?.ToUnixTimeMilliseconds()),
        ("active", code.Active), ("now", now.ToUnixTimeMilliseconds()));

    public static Task CountUse(Session session, long id) => session.Execute(Count, ("id", id));

    public static Task Remove(Session session, long id) => session.Execute(Delete, ("id", id));

    private static Arg[] Args(string code, string? creatorId, string? productId) =>
        [("code", PromotionCode.Fold(code)), ("creator", creatorId), ("product", productId)];

    private static Numbered<TrialCodeRecord> Map(DbDataReader row) => new(row.GetInt64(0), new TrialCodeRecord
    {
        Code = row.GetString(1),
        CreatorId = row.GetString(2),
        ProductId = row.GetString(3),
        TrialDays = row.GetInt64(4),
        MaxUses = row.GetInt64(5),
        UsedCount = row.GetInt64(6),
        ExpiresAt = row.TimeOrNull(7),
        Active = row.Flag(8),
        CreatedAt = row.Time(9),
    });
}
