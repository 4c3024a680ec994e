using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CgLicense.Server.Statistics;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Floating;

/// <summary>
/// Many heartbeats' facts and leases in three statements. Nothing is locked: a lease is only prolonged while it is the same and still runs,
/// which the statement that prolongs it asks of the row itself.
/// </summary>
internal static class BeatSql
{
    private const string SelectBeat =
        $"""
        SELECT {LicenseSql.Columns}, a.last_seen, s.seat_no, s.session_id, s.fence, s.expires_at,
            (SELECT COUNT(*) FROM seat WHERE license_id = l.id AND expires_at > @now),
            (SELECT MAX(expires_at) FROM seat WHERE license_id = l.id),
            (SELECT peak FROM seat_day WHERE license_id = l.id AND day = @day)
        FROM {LicenseSql.Tables}
        LEFT JOIN activation a ON a.license_id = l.id AND a.fingerprint = @fingerprint
        LEFT JOIN seat s ON s.license_id = l.id AND s.expires_at > @now
            AND s.holder = CASE WHEN v.seat_scope = 'process' THEN @process ELSE @fingerprint END
        WHERE l.license_key = @key
        """;

    private const string Prolong =
        """
        UPDATE seat SET expires_at = CASE WHEN expires_at < @expires THEN @expires ELSE expires_at END
        WHERE license_id = @license AND seat_no = @seat AND fence = @fence AND expires_at > @now
        """;

    public static Task<BeatFacts?[]> Load(Session session, IReadOnlyList<Beat> beats) => session.OneEach(SelectBeat, Map, [.. beats.Select(Question)]);

    /// <summary>False for a seat that is not the same any more, or has ended.</summary>
    public static async Task<bool[]> Extend(Session session, IReadOnlyList<(Beat Beat, BeatFacts Facts)> beats) =>
    [
        .. (await session.ExecuteEach(Prolong, [.. beats.Select(each => NewEnd(each.Facts, each.Beat.Now))])).Select(rows => rows > 0),
    ];

    private static Arg[] Question(Beat beat) =>
    [
        ("key", beat.Key.Value), ("fingerprint", beat.Fingerprint), ("process", SessionRules.ProcessHolder(beat.Fingerprint, beat.SessionId ?? "")),
        ("now", beat.Now.ToUnixTimeMilliseconds()), ("day", Tally.DayOf(beat.Now)),
    ];

    private static Arg[] NewEnd(BeatFacts facts, DateTimeOffset now) =>
    [
        ("license", facts.License.Id), ("seat", facts.Seats.Held!.Number), ("fence", facts.Seats.Held.Fence),
        ("expires", now.AddSeconds(facts.License.Policy.SessionSeconds).ToUnixTimeMilliseconds()), ("now", now.ToUnixTimeMilliseconds()),
    ];

    private static BeatFacts Map(DbDataReader row) => new(
        LicenseSql.Map(row),
        row.TimeOrNull(24),
        new SeatFacts(
            row.IsDBNull(25) ? null : new Seat(row.GetInt64(25), row.GetString(26), row.GetInt64(27), row.Time(28)),
            row.GetInt64(29), null, row.NumberOrNull(31) ?? 0),
        row.TimeOrNull(30));
}
