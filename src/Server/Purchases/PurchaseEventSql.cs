using System.Data.Common;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Purchases;

/// <summary>An event with one of the things it is about; an event about all of a purchase has none.</summary>
internal sealed record KnownEvent(PurchaseEvent Event, string? Email, PurchaseItem? Item)
{
    /// <summary>Whether it tells of this product: by name, or because it is about everything.</summary>
    public bool IsAbout(string product) => Item is null || Item.Product == product;
}

/// <summary>Reported events at rest.</summary>
internal static class PurchaseEventSql
{
    private const string Insert =
        """
        INSERT INTO purchase_event (provider, event_id, digest, type, kind, purchase_id, happened_at, received_at, email, until_at, dispute, amount, currency)
        VALUES (@provider, @event, @digest, @type, @kind, @purchase, @at, @now, @email, @until, @dispute, @amount, @currency)
        RETURNING id
        """;

    private const string Known = "SELECT purchase_id FROM purchase_event WHERE provider = @provider AND event_id = @event";

    private const string SentBefore =
        "SELECT purchase_id FROM purchase_event WHERE provider = @provider AND digest = @digest AND received_at > @since ORDER BY id DESC LIMIT 1";

    private const string InsertItem =
        """
        INSERT INTO purchase_item (event_id, price_id, product, variant, license_type, max_machines, discount_code, days, until_at)
        VALUES (@event, @price, @product, @variant, @type, @machines, @discount, @days, @until)
        """;

    private const string OfPurchase =
        """
        SELECT e.kind, e.event_id, e.happened_at, COALESCE(i.until_at, e.until_at), i.days, e.dispute, e.email,
               i.id, i.price_id, i.product, i.variant, i.license_type, i.max_machines, i.discount_code
        FROM purchase_event e LEFT JOIN purchase_item i ON i.event_id = e.id
        WHERE e.purchase_id = @purchase ORDER BY e.happened_at, e.id, i.id
        """;

    // Once: what a price stood for when it was paid is what was sold.
    private const string NamePrices =
        """
        UPDATE purchase_item SET
            product = (SELECT p.slug FROM price c JOIN product p ON p.id = c.product_id WHERE c.provider = @provider AND c.price_id = purchase_item.price_id),
            variant = COALESCE(variant, (SELECT c.variant FROM price c WHERE c.provider = @provider AND c.price_id = purchase_item.price_id)),
            max_machines = COALESCE(max_machines, (SELECT c.max_machines FROM price c WHERE c.provider = @provider AND c.price_id = purchase_item.price_id)),
            days = COALESCE(days, (SELECT c.duration_days FROM price c WHERE c.provider = @provider AND c.price_id = purchase_item.price_id))
        WHERE product IS NULL AND price_id IS NOT NULL
            AND event_id IN (SELECT e.id FROM purchase_event e WHERE e.purchase_id = @purchase)
            AND EXISTS (SELECT 1 FROM price c WHERE c.provider = @provider AND c.price_id = purchase_item.price_id)
        """;

    /// <summary>The purchase of an event that was taken in before; null for a new one.</summary>
    /// <param name="sameSince">A message without an id that was sent word for word after this moment is the same message.</param>
    public static async Task<long?> Seen(Session session, IncomingEvent happened, DateTimeOffset sameSince) =>
        await session.Number(Known, ("provider", happened.Provider), ("event", happened.Id))
        ?? (happened.Digest is null
            ? null
            : await session.Number(
                SentBefore, ("provider", happened.Provider), ("digest", happened.Digest), ("since", sameSince.ToUnixTimeMilliseconds())));

    public static async Task Add(Session session, IncomingEvent happened, long purchase, DateTimeOffset now)
    {
        var id = await session.Number(
            Insert, ("provider", happened.Provider), ("event", happened.Id), ("digest", happened.Digest), ("type", happened.Type),
            ("kind", happened.Kind.ToString()), ("purchase", purchase), ("at", happened.At.ToUnixTimeMilliseconds()), ("now", now.ToUnixTimeMilliseconds()),
            ("email", happened.Email), ("until", happened.Until?.ToUnixTimeMilliseconds()), ("dispute", happened.Dispute),
            ("amount", happened.Amount), ("currency", happened.Currency));
        foreach (var item in happened.Items)
        {
            await session.Execute(
                InsertItem, ("event", id!.Value), ("price", item.PriceId), ("product", item.Product), ("variant", item.Variant), ("type", item.LicenseType),
                ("machines", item.MaxMachines), ("discount", item.DiscountCode), ("days", item.Days), ("until", item.Until?.ToUnixTimeMilliseconds()));
        }
    }

    /// <summary>All that is known of a purchase, its prices put into products as far as somebody has said what they stand for.</summary>
    public static async Task<List<KnownEvent>> Of(Session session, PurchaseRow purchase)
    {
        await session.Execute(NamePrices, ("provider", purchase.Provider), ("purchase", purchase.Id));
        return await session.Many(OfPurchase, Map, ("purchase", purchase.Id));
    }

    private static KnownEvent Map(DbDataReader row) => new(
        new PurchaseEvent(
            Enum.Parse<PurchaseKind>(row.GetString(0)), row.GetString(1), row.Time(2), row.TimeOrNull(3), row.NumberOrNull(4), row.TextOrNull(5)),
        row.TextOrNull(6),
        row.IsDBNull(7) ? null : new PurchaseItem
        {
            PriceId = row.TextOrNull(8),
            Product = row.TextOrNull(9),
            Variant = row.TextOrNull(10),
            LicenseType = row.TextOrNull(11),
            MaxMachines = row.NumberOrNull(12),
            DiscountCode = row.TextOrNull(13),
        });
}
