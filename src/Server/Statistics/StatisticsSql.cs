using CgLicense.Server.Storage;

namespace CgLicense.Server.Statistics;

internal sealed record Tallied(long Day, string Measure, long Amount);

internal sealed record SeatUse(long Live, long? Cap);

/// <summary>Reads counters, never licenses: as many rows as the products have days, the newest notes, and the seats that are live.</summary>
internal static class StatisticsSql
{
    // One statement, one view of the database: a note that is being folded is seen once.
    private const string SelectTallies =
        """
        SELECT day, measure, CAST(SUM(amount) AS BIGINT) FROM (
            SELECT t.day, t.measure, t.amount FROM product p JOIN tally t ON t.product_id = p.id
            WHERE (@creator IS NULL OR p.creator_id = @creator) AND (@product IS NULL OR p.slug = @product)
                AND (t.day = 0 OR t.day BETWEEN @first AND @last)
            UNION ALL
            SELECT n.day, n.measure, n.amount FROM product p JOIN tally_note n ON n.product_id = p.id
            WHERE (@creator IS NULL OR p.creator_id = @creator) AND (@product IS NULL OR p.slug = @product)
                AND (n.day = 0 OR n.day BETWEEN @first AND @last)
        ) counted GROUP BY day, measure ORDER BY day, measure
        """;

    private const string SelectSeats =
        """
        SELECT CAST(COALESCE(SUM(live), 0) AS BIGINT), CAST(SUM(cap) AS BIGINT), MIN(cap) FROM (
            SELECT COUNT(*) AS live, MAX(s.cap) AS cap
            FROM seat s JOIN license l ON l.id = s.license_id JOIN product p ON p.id = l.product_id
            WHERE s.expires_at > @now
                AND (@creator IS NULL OR p.creator_id = @creator) AND (@product IS NULL OR p.slug = @product)
            GROUP BY s.license_id
        ) used
        """;

    private const string CountProducts =
        """
        SELECT COUNT(*) FROM product p
        WHERE (@creator IS NULL OR p.creator_id = @creator) AND (@product IS NULL OR p.slug = @product)
        """;

    private const string SavePeak =
        """
        INSERT INTO seat_day (license_id, day, peak) VALUES (@license, @day, @peak)
        ON CONFLICT (license_id, day) DO UPDATE SET peak = excluded.peak
        """;

    public static Task<List<Tallied>> Tallies(Session session, string? creator, string? product, Period period) => session.Many(
        SelectTallies, row => new Tallied(row.GetInt64(0), row.GetString(1), row.GetInt64(2)),
        ("creator", creator), ("product", product), ("first", period.FirstDay), ("last", period.LastDay));

    /// <summary>Live seats, and the sum of the caps of the licenses they are of; no cap where one is unlimited.</summary>
    public static async Task<SeatUse> Seats(Session session, string? creator, string? product, DateTimeOffset now) =>
        (await session.One(
            SelectSeats,
            row => new SeatUse(row.GetInt64(0), row.NumberOrNull(2) < 0 ? null : row.NumberOrNull(1) ?? 0),
            ("creator", creator), ("product", product), ("now", now.ToUnixTimeMilliseconds())))!;

    public static async Task<long> Products(Session session, string? creator, string? product) =>
        await session.Number(CountProducts, ("creator", creator), ("product", product)) ?? 0;

    /// <summary>Under the license's lock; the caller knows the day's peak and that this is higher.</summary>
    public static async Task RaisePeak(Session session, long license, long before, long peak, DateTimeOffset now)
    {
        await session.Execute(SavePeak, ("license", license), ("day", Tally.DayOf(now)), ("peak", peak));
        await Tally.PeakRose(session, license, peak - before, now);
    }
}
