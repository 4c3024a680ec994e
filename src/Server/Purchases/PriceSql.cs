using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Purchases;

/// <summary>What a provider's prices stand for.</summary>
internal static class PriceSql
{
    private const string Columns =
        """
        SELECT c.id, c.provider, c.price_id, p.slug, c.variant, c.max_machines, c.duration_days, c.created_at
        FROM price c JOIN product p ON p.id = c.product_id
        """;

    private const string One = " WHERE c.provider = @provider AND c.price_id = @price";

    private const string List =
        """
         WHERE (@creator IS NULL OR p.creator_id = @creator) AND (@product IS NULL OR p.slug = @product) AND (@before IS NULL OR c.id < @before)
        ORDER BY c.id DESC LIMIT @rows
        """;

    private const string Insert =
        """
        INSERT INTO price (provider, price_id, product_id, variant, max_machines, duration_days, created_at)
        VALUES (@provider, @price, @product, @variant, @machines, @days, @now) ON CONFLICT (provider, price_id) DO NOTHING
        """;

    private const string Delete = "DELETE FROM price WHERE provider = @provider AND price_id = @price";

    private const string WaitingFor =
        """
        SELECT DISTINCT b.id, b.provider, b.label FROM purchase_item i
        JOIN purchase_event e ON e.id = i.event_id JOIN purchase b ON b.id = e.purchase_id
        WHERE i.price_id = @price AND i.product IS NULL AND e.provider = @provider ORDER BY b.id
        """;

    public static Task<List<Numbered<PriceRecord>>> Find(Session session, string provider, string price) =>
        session.Many(Columns + One, Map, ("provider", provider), ("price", price));

    public static Task<List<Numbered<PriceRecord>>> Find(Session session, ListPricesRequest filter, string? creator, PageAsked page) => session.Many(
        Columns + List, Map, ("creator", creator), ("product", filter.ProductId), ("before", page.BeforeId), ("rows", page.Rows));

    /// <summary>False when the price stands for something already.</summary>
    public static async Task<bool> Add(Session session, PriceRecord price, long product) => await session.Execute(
        Insert, ("provider", price.Provider), ("price", price.PriceId), ("product", product), ("variant", price.Variant),
        ("machines", price.MaxMachines), ("days", price.DurationDays), ("now", price.CreatedAt.ToUnixTimeMilliseconds())) > 0;

    public static Task Remove(Session session, string provider, string price) =>
        session.Execute(Delete, ("provider", provider), ("price", price));

    /// <summary>Purchases that nobody could license, because this price stood for nothing.</summary>
    public static Task<List<PurchaseRow>> Waiting(Session session, string provider, string price) => session.Many(
        WaitingFor, row => new PurchaseRow(row.GetInt64(0), row.GetString(1), row.GetString(2)), ("provider", provider), ("price", price));

    private static Numbered<PriceRecord> Map(DbDataReader row) => new(row.GetInt64(0), new PriceRecord
    {
        Provider = row.GetString(1),
        PriceId = row.GetString(2),
        ProductId = row.GetString(3),
        Variant = row.GetString(4),
        MaxMachines = row.NumberOrNull(5),
        DurationDays = row.NumberOrNull(6),
        CreatedAt = row.Time(7),
    });
}
