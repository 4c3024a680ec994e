using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.StudioOrders;

/// <summary>Seat codes at rest. Found by their index; the schema lets each become one license, once.</summary>
internal static class SeatCodeSql
{
    private const string Select =
        """
        SELECT c.id, o.uid, p.slug, o.variant, o.purchase_id, o.expires_at, o.duration_days, o.cancelled_at, l.license_key, l.email
        FROM seat_code c JOIN studio_order o ON o.id = c.order_id JOIN product p ON p.id = o.product_id
        LEFT JOIN license l ON l.id = c.license_id
        WHERE c.code = @code
        """;

    private const string LockCode =
        "SELECT c.id FROM seat_code c JOIN studio_order o ON o.id = c.order_id WHERE c.code = @code";

    private const string List =
        """
        SELECT c.code, c.redeemed_at, l.email, l.license_key FROM seat_code c LEFT JOIN license l ON l.id = c.license_id
        WHERE c.order_id = @order ORDER BY c.id
        """;

    private const string Insert = "INSERT INTO seat_code (order_id, code) VALUES (@order, @code)";

    private const string Redeem = "UPDATE seat_code SET license_id = @license, redeemed_at = @now WHERE id = @id AND license_id IS NULL";

    public static Task<SeatCodeFacts?> Find(Session session, SeatCode code) => session.One(Select, Map, ("code", code.Value));

    /// <summary>Whoever else redeems this code waits until commit, and so does a cancellation of its order.</summary>
    public static async Task<SeatCodeFacts?> Lock(Session session, SeatCode code)
    {
        // In two steps: a statement that had to wait for a lock does not see the license that was made meanwhile.
        await session.Number(LockCode + session.LockRow("c, o"), ("code", code.Value));
        return await Find(session, code);
    }

    public static Task<List<SeatCodeRecord>> Of(Session session, long order) => session.Many(List, MapRecord, ("order", order));

    public static Task Add(Session session, long order, SeatCode code) =>
        session.Execute(Insert, ("order", order), ("code", code.Value));

    public static async Task MarkRedeemed(Session session, long id, long license, DateTimeOffset now)
    {
        if (await session.Execute(Redeem, ("id", id), ("license", license), ("now", now.ToUnixTimeMilliseconds())) != 1)
            throw new InvalidOperationException("A seat code was redeemed twice; its lock did not hold.");
    }

    private static SeatCodeFacts Map(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.TimeOrNull(5),
        row.NumberOrNull(6), !row.IsDBNull(7), row.IsDBNull(8) ? null : LicenseKey.Parse(row.GetString(8)), row.TextOrNull(9));

    private static SeatCodeRecord MapRecord(DbDataReader row) => new()
    {
        SeatCode = row.GetString(0),
        Redeemed = !row.IsDBNull(1),
        RedeemedAt = row.TimeOrNull(1),
        RedeemedBy = row.TextOrNull(2),
        LicenseKey = row.TextOrNull(3),
    };
}
