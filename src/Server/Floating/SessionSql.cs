using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CgLicense.Server.Statistics;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Floating;

/// <summary>The seats of a floating license. Every caller holds the license's lock.</summary>
internal static class SessionSql
{
    private const string SelectUse =
        """
        SELECT COUNT(*), MIN(expires_at), MAX(expires_at), (SELECT peak FROM seat_day WHERE license_id = @license AND day = @day)
        FROM seat WHERE license_id = @license AND expires_at > @now
        """;

    private const string SelectHeld =
        """
        SELECT seat_no, session_id, fence, expires_at FROM seat
        WHERE license_id = @license AND holder = @holder AND expires_at > @now
        """;

    // A lease that ends later than any lease can was given while a clock was wrong; its holder keeps one whole period.
    private const string ShortenEndless =
        "UPDATE seat SET expires_at = @latest WHERE license_id = @license AND expires_at > @latest";

    private const string DeleteLapsed = "DELETE FROM seat WHERE license_id = @license AND expires_at <= @now";

    private const string NextFence =
        "UPDATE license SET last_fence = last_fence + 1 WHERE id = @license RETURNING last_fence";

    // The lowest free number: 1, or one above a seat whose successor is free.
    private const string InsertSeat =
        """
        INSERT INTO seat (license_id, seat_no, cap, holder, fingerprint, session_id, fence, acquired_at, expires_at)
        SELECT @license, MIN(free.n), @cap, @holder, @fingerprint, @session, @fence, @now, @expires
        FROM (SELECT CAST(1 AS BIGINT) AS n
              UNION ALL SELECT seat_no + 1 FROM seat WHERE license_id = @license) free
        WHERE NOT EXISTS (SELECT 1 FROM seat s WHERE s.license_id = @license AND s.seat_no = free.n)
        RETURNING seat_no
        """;

    private const string ExtendSeat =
        """
        UPDATE seat SET expires_at = @expires
        WHERE license_id = @license AND seat_no = @seat AND fence = @fence AND expires_at < @expires
        """;

    // Lapsed seats are left to the sweep: whether it has come already must not show in an answer.
    private const string DeleteByMachine =
        "DELETE FROM seat WHERE license_id = @license AND fingerprint = @fingerprint AND expires_at > @now";

    private const string DeleteBySession =
        """
        DELETE FROM seat
        WHERE license_id = @license AND fingerprint = @fingerprint AND session_id = @session AND expires_at > @now
        """;

    private const string CountByMachine =
        "SELECT COUNT(*) FROM seat WHERE license_id = @license AND fingerprint = @fingerprint AND expires_at > @now";

    private const string DeleteByLicense = "DELETE FROM seat WHERE license_id = @license";

    // Who came last goes first: the seats taken longest ago stay.
    private const string DeleteBeyond =
        """
        DELETE FROM seat WHERE license_id = @license AND fence NOT IN
            (SELECT fence FROM seat WHERE license_id = @license ORDER BY fence LIMIT @cap)
        """;

    private const string SelectNumbers = "SELECT seat_no FROM seat WHERE license_id = @license ORDER BY seat_no";

    private const string Renumber =
        "UPDATE seat SET seat_no = @free WHERE license_id = @license AND seat_no = @seat";

    public static async Task<SeatFacts> Load(Session session, LicenseFacts facts, string holder, DateTimeOffset now)
    {
        var (license, at) = (facts.Id, now.ToUnixTimeMilliseconds());
        var held = await session.One(
            SelectHeld, row => new Seat(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.Time(3)),
            ("license", license), ("holder", holder), ("now", at));
        var use = await session.One(
            SelectUse, row => new Use(new SeatFacts(held, row.GetInt64(0), row.TimeOrNull(1), row.NumberOrNull(3) ?? 0), row.TimeOrNull(2)),
            ("license", license), ("now", at), ("day", Tally.DayOf(now)));
        if (use!.LastEnd is not { } last || last <= SessionRules.LatestEnd(facts, now))
            return use.Seats;
        var latest = now.AddSeconds(facts.Policy.SessionSeconds);
        await session.Execute(ShortenEndless, ("license", license), ("latest", latest.ToUnixTimeMilliseconds()));
        return await Load(session, facts, holder, now);
    }

    /// <summary>Takes the lowest free seat. Lapsed seats are cleared first: their holders come back as new ones.</summary>
    public static async Task<Seat> Take(
        Session session, LicenseFacts license, string holder, string fingerprint, string sessionId, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        var expires = now.AddSeconds(license.Policy.SessionSeconds);
        await session.Execute(DeleteLapsed, ("license", license.Id), ("now", at));
        var fence = await session.Number(NextFence, ("license", license.Id)) ?? 0;
        var number = await session.Number(
            InsertSeat, ("license", license.Id), ("cap", license.MaxConcurrent), ("holder", holder),
            ("fingerprint", fingerprint), ("session", sessionId), ("fence", fence), ("now", at),
            ("expires", expires.ToUnixTimeMilliseconds()));
        return new Seat(number ?? 0, sessionId, fence, expires);
    }

    public static async Task<Seat> Extend(Session session, LicenseFacts license, Seat seat, DateTimeOffset now)
    {
        var expires = now.AddSeconds(license.Policy.SessionSeconds);
        await session.Execute(
            ExtendSeat, ("license", license.Id), ("seat", seat.Number), ("fence", seat.Fence),
            ("expires", expires.ToUnixTimeMilliseconds()));
        return seat with { ExpiresAt = expires };
    }

    /// <summary>How many live seats the machine gave back.</summary>
    public static Task<int> ReleaseMachine(Session session, long license, string fingerprint, DateTimeOffset now) =>
        session.Execute(
            DeleteByMachine, ("license", license), ("fingerprint", fingerprint), ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>1 when the session had a live seat to give back.</summary>
    public static Task<int> ReleaseSession(
        Session session, long license, string fingerprint, string sessionId, DateTimeOffset now) => session.Execute(
        DeleteBySession, ("license", license), ("fingerprint", fingerprint), ("session", sessionId),
        ("now", now.ToUnixTimeMilliseconds()));

    public static async Task<long> SeatsOfMachine(Session session, long license, string fingerprint, DateTimeOffset now) =>
        await session.Number(
            CountByMachine, ("license", license), ("fingerprint", fingerprint), ("now", now.ToUnixTimeMilliseconds())) ?? 0;

    public static Task<int> ReleaseAll(Session session, long license) =>
        session.Execute(DeleteByLicense, ("license", license));

    /// <summary>
    /// Makes the live seats fit a new cap before the license takes it over: surplus seats end now (their holders hear it
    /// with the next heartbeat), the rest move to numbers within the cap.
    /// </summary>
    public static async Task FitInto(Session session, LicenseFacts license, long cap, DateTimeOffset now)
    {
        if (!license.IsFloating || cap == Defaults.Unlimited)
            return;
        await session.Execute(DeleteLapsed, ("license", license.Id), ("now", now.ToUnixTimeMilliseconds()));
        await session.Execute(DeleteBeyond, ("license", license.Id), ("cap", cap));
        var taken = await session.Many(SelectNumbers, row => row.GetInt64(0), ("license", license.Id));
        var free = 1L;
        foreach (var seat in taken.Where(n => n > cap))
        {
            while (taken.Contains(free))
                free++;
            await session.Execute(Renumber, ("license", license.Id), ("seat", seat), ("free", free++));
        }
    }

    private sealed record Use(SeatFacts Seats, DateTimeOffset? LastEnd);
}
