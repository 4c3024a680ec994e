using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Products;

internal sealed record ProductFacts(long Id, string Slug, string CreatorId, string Status);

/// <summary>Products at rest.</summary>
internal static class ProductSql
{
    private const string Select = "SELECT id, slug, creator_id, status FROM product WHERE slug = @slug";

    private const string Insert =
        """
        INSERT INTO product (slug, name, creator_id, status, created_at, updated_at)
        VALUES (@slug, @name, @creator, @status, @now, @now) ON CONFLICT (slug) DO NOTHING
        """;

    private const string Update =
        """
        UPDATE product SET name = COALESCE(@name, name), status = COALESCE(@status, status), updated_at = @now
        WHERE id = @id
        """;

    private const string List =
        """
        SELECT slug, name, creator_id, status, created_at FROM product
        WHERE @creator IS NULL OR creator_id = @creator ORDER BY slug
        """;

    private const string Sold =
        """
        SELECT p.id FROM product p WHERE p.id = @id AND (EXISTS (SELECT 1 FROM license l WHERE l.product_id = p.id)
            OR EXISTS (SELECT 1 FROM studio_order o WHERE o.product_id = p.id)
            OR EXISTS (SELECT 1 FROM purchase_line b WHERE b.product_id = p.id))
        """;

    private static readonly string[] Deletes =
    [
        "DELETE FROM mail WHERE product_id = @id", "DELETE FROM mail_template WHERE product_id = @id",
        "DELETE FROM product_mail WHERE product_id = @id",
        "DELETE FROM price WHERE product_id = @id", "DELETE FROM discount_code WHERE product_id = @id", "DELETE FROM trial_code WHERE product_id = @id",
        "DELETE FROM variant WHERE product_id = @id", "DELETE FROM product WHERE id = @id",
    ];

    /// <summary>Waits for whoever is changing the product, so that the answer still holds at commit.</summary>
    public static Task<ProductFacts?> Lock(Session session, string slug) =>
        session.One(Select + session.LockRow("product"), Map, ("slug", slug));

    public static Task<ProductFacts?> Find(Session session, string slug) => session.One(Select, Map, ("slug", slug));

    /// <summary>The product stays until commit: what is made for it now will not lose it.</summary>
    public static Task<ProductFacts?> Hold(Session session, string slug) =>
        session.One(Select + session.HoldRow("product"), Map, ("slug", slug));

    /// <summary>Waits for all that is being made for it, and keeps new things off.</summary>
    public static Task<ProductFacts?> LockToDelete(Session session, string slug) =>
        session.One(Select + session.LockRowToDelete("product"), Map, ("slug", slug));

    /// <summary>Whether anybody has, or has paid for, a license of it.</summary>
    public static async Task<bool> WasSold(Session session, long id) => await session.Number(Sold, ("id", id)) is not null;

    public static async Task Remove(Session session, long id)
    {
        foreach (var statement in Deletes)
            await session.Execute(statement, ("id", id));
    }

    /// <summary>False when the slug is taken.</summary>
    public static async Task<bool> Add(
        Session session, string slug, string name, string creator, string status, DateTimeOffset now) =>
        await session.Execute(
            Insert, ("slug", slug), ("name", name), ("creator", creator), ("status", status),
            ("now", now.ToUnixTimeMilliseconds())) > 0;

    public static Task Change(Session session, long id, string? name, string? status, DateTimeOffset now) => session.Execute(
        Update, ("id", id), ("name", name), ("status", status), ("now", now.ToUnixTimeMilliseconds()));

    public static Task<List<ProductRecord>> All(Session session, string? creator) =>
        session.Many(List, MapRecord, ("creator", creator));

    private static ProductFacts Map(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3));

    private static ProductRecord MapRecord(DbDataReader row) => new()
    {
        ProductId = row.GetString(0),
        Slug = row.GetString(0),
        Name = row.GetString(1),
        CreatorId = row.GetString(2),
        Status = row.GetString(3),
        Active = row.GetString(3) != ProductStatus.Archived,
        CreatedAt = row.Time(4),
    };
}
