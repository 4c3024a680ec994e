using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.StudioOrders;

/// <summary>Studio orders at rest. The schema allows one per purchase and product.</summary>
internal static class StudioOrderSql
{
    private const string Columns =
        """
        SELECT o.id, o.uid, p.creator_id, p.slug, o.variant, o.email, o.purchase_id, o.seats,
               (SELECT COUNT(*) FROM seat_code c WHERE c.order_id = o.id AND c.license_id IS NOT NULL),
               o.expires_at, o.duration_days, o.created_at, o.cancelled_at
        FROM studio_order o JOIN product p ON p.id = o.product_id
        """;

    private const string ByPurchase = " WHERE o.product_id = @product AND o.purchase_id = @purchase";

    private const string ByUid = " WHERE o.uid = @uid";

    private const string List =
        """
         WHERE (@creator IS NULL OR p.creator_id = @creator) AND (@product IS NULL OR p.slug = @product)
            AND (@email IS NULL OR lower(o.email) = lower(@email)) AND (@purchase IS NULL OR o.purchase_id = @purchase)
            AND (@before IS NULL OR o.id < @before)
        ORDER BY o.id DESC LIMIT @rows
        """;

    private const string Insert =
        """
        INSERT INTO studio_order (uid, product_id, email, variant, seats, purchase_id, expires_at, duration_days, created_at)
        VALUES (@uid, @product, @email, @variant, @seats, @purchase, @expires, @days, @now)
        ON CONFLICT (product_id, purchase_id) DO NOTHING RETURNING id
        """;

    private const string MarkCancelled = "UPDATE studio_order SET cancelled_at = @now WHERE id = @id";

    /// <summary>The order's number; null when the purchase has one of this product already.</summary>
    public static Task<long?> Add(Session session, long product, StudioOrderRecord order) => session.Number(
        Insert, ("uid", order.OrderId), ("product", product), ("email", order.Email), ("variant", order.Variant),
        ("seats", order.Seats), ("purchase", order.PurchaseId), ("expires", order.ExpiresAt?.ToUnixTimeMilliseconds()),
        ("days", order.DurationDays), ("now", order.CreatedAt.ToUnixTimeMilliseconds()));

    public static async Task<Numbered<StudioOrderRecord>> OfPurchase(Session session, long product, string purchase) =>
        (await session.Many(Columns + ByPurchase, Map, ("product", product), ("purchase", purchase))).Single();

    /// <summary>At most one.</summary>
    public static Task<List<Numbered<StudioOrderRecord>>> Find(Session session, string uid) =>
        session.Many(Columns + ByUid, Map, ("uid", uid));

    public static Task<List<Numbered<StudioOrderRecord>>> Lock(Session session, string uid) =>
        session.Many(Columns + ByUid + session.LockRow("o"), Map, ("uid", uid));

    public static Task<List<Numbered<StudioOrderRecord>>> Find(
        Session session, ListStudioOrdersRequest filter, string? creator, PageAsked page) => session.Many(
        Columns + List, Map, ("creator", creator), ("product", filter.ProductId), ("email", filter.Email),
        ("purchase", filter.PurchaseId), ("before", page.BeforeId), ("rows", page.Rows));

    public static Task Cancel(Session session, long id, DateTimeOffset now) =>
        session.Execute(MarkCancelled, ("id", id), ("now", now.ToUnixTimeMilliseconds()));

    private static Numbered<StudioOrderRecord> Map(DbDataReader row) => new(row.GetInt64(0), new StudioOrderRecord
    {
        OrderId = row.GetString(1),
        CreatorId = row.GetString(2),
        ProductId = row.GetString(3),
        Variant = row.GetString(4),
        Email = row.GetString(5),
        PurchaseId = row.TextOrNull(6),
        Seats = row.GetInt64(7),
        RedeemedCount = row.GetInt64(8),
        ExpiresAt = row.TimeOrNull(9),
        DurationDays = row.NumberOrNull(10),
        CreatedAt = row.Time(11),
        CancelledAt = row.TimeOrNull(12),
    });
}
