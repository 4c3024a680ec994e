using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Purchases;

/// <summary><c>/listPurchaseEvents</c>. Events that tell of no known product are the admin's to see.</summary>
internal static class ListPurchaseEventsEndpoint
{
    private const string Select =
        """
        SELECT e.id, e.provider, e.event_id, e.type, b.label, i.product, i.price_id, e.amount, e.currency, e.happened_at, e.received_at,
               CASE WHEN i.id IS NOT NULL AND p.id IS NULL THEN 1 ELSE 0 END
        FROM purchase_event e JOIN purchase b ON b.id = e.purchase_id
        LEFT JOIN purchase_item i ON i.id = (SELECT MIN(f.id) FROM purchase_item f WHERE f.event_id = e.id)
        LEFT JOIN product p ON p.slug = i.product
        """;

    private const string Page =
        """
         WHERE (@label IS NULL OR b.label = @label) AND (@product IS NULL OR i.product = @product) AND (@before IS NULL OR e.id < @before)
            AND (@waiting IS NULL OR @waiting = CASE WHEN i.id IS NOT NULL AND p.id IS NULL THEN 1 ELSE 0 END)
            AND (@creator IS NULL OR p.creator_id = @creator OR (i.id IS NULL AND EXISTS (
                SELECT 1 FROM purchase_line l JOIN product q ON q.id = l.product_id WHERE l.purchase_id = b.id AND q.creator_id = @creator)))
        ORDER BY e.id DESC LIMIT @rows
        """;

    public static void Map(Routes routes) => routes.AdminQuery(
        "/listPurchaseEvents", ProtocolJson.Wire.ListPurchaseEventsRequest, ProtocolJson.Wire.ListPurchaseEventsAnswer, Answer);

    private static async Task<Outcome<ListPurchaseEventsAnswer>> Answer(ListPurchaseEventsRequest request, Principal principal, Session session)
    {
        var (page, problem) = PageAsked.Read(request.Limit, request.Cursor);
        if (problem is not null)
            return problem;
        var found = page.Of(await session.Many(
            Select + Page, Record, ("label", request.PurchaseId), ("product", request.ProductId), ("before", page.BeforeId), ("creator", principal.Scope),
            ("waiting", request.Waiting is { } waiting ? waiting ? 1L : 0L : default(long?)), ("rows", page.Rows)));
        return new ListPurchaseEventsAnswer { Events = found.Rows, NextCursor = found.NextCursor, Count = found.Rows.Count };
    }

    public static async Task<PurchaseEventRecord> Find(Session session, long id) =>
        (await session.Many(Select + " WHERE e.id = @id", Record, ("id", id))).Single().Record;

    private static Numbered<PurchaseEventRecord> Record(DbDataReader row) => new(row.GetInt64(0), new PurchaseEventRecord
    {
        Provider = row.GetString(1),
        EventId = row.GetString(2),
        Type = row.GetString(3),
        PurchaseId = row.GetString(4),
        ProductId = row.TextOrNull(5),
        PriceId = row.TextOrNull(6),
        Amount = row.NumberOrNull(7),
        Currency = row.TextOrNull(8),
        HappenedAt = row.Time(9),
        ReceivedAt = row.Time(10),
        Waiting = Convert.ToInt64(row.GetValue(11), System.Globalization.CultureInfo.InvariantCulture) != 0,
    });
}
