using System.Data.Common;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Outbox;

/// <summary>A delivery that this node has claimed, with all that is needed to try it.</summary>
internal sealed record ClaimedDelivery(long Id, string Claim, ReceiverAddress Receiver, long Attempts, string MessageId, string Payload)
{
    public string? LicenseKey { get; init; }
    public string? Email { get; init; }
    public string? Hostname { get; init; }
}

/// <summary>Where a delivery goes, and what signs it.</summary>
internal sealed record ReceiverAddress(long Id, string Uid, string CreatorId, string Url, string SealedSecret)
{
    public string? SealedPrevious { get; init; }
    public DateTimeOffset? PreviousUntil { get; init; }
    public DateTimeOffset? FailingSince { get; init; }
}

/// <summary>Takes deliveries that are due, and writes down what became of them.</summary>
internal static class DeliverySql
{
    // A probe into the index of due deliveries per endpoint, however many deliveries one of them has waiting.
    private const string SelectDue =
        """
        SELECT e.id FROM webhook_endpoint e
        WHERE e.active = 1 AND EXISTS (
            SELECT 1 FROM webhook_delivery d
            WHERE d.endpoint_id = e.id AND d.next_try_at IS NOT NULL AND d.next_try_at <= @now AND d.claimed_until <= @now)
        """;

    // Nodes that choose the same rows: the second waits for the first, looks at the conditions again and finds them claimed.
    private const string ClaimDue =
        """
        UPDATE webhook_delivery SET claimed_until = @until, claim = @claim
        WHERE id IN (SELECT id FROM webhook_delivery
                     WHERE endpoint_id = @receiver AND next_try_at IS NOT NULL AND next_try_at <= @now AND claimed_until <= @now
                     ORDER BY next_try_at, id LIMIT @room)
          AND next_try_at <= @now AND claimed_until <= @now
        RETURNING id
        """;

    private const string SelectClaimed =
        """
        SELECT d.attempts, m.uid, m.payload, l.license_key, l.email, a.hostname,
               e.id, e.uid, e.creator_id, e.url, e.secret, e.previous_secret, e.previous_until, e.failing_since
        FROM webhook_delivery d
        JOIN webhook_message m ON m.id = d.message_id
        JOIN webhook_endpoint e ON e.id = d.endpoint_id
        LEFT JOIN license l ON l.id = m.license_id
        LEFT JOIN activation a ON a.license_id = m.license_id AND a.fingerprint = m.machine
        WHERE d.id = @id
        """;

    private const string ReleaseClaim =
        "UPDATE webhook_delivery SET claimed_until = 0, claim = NULL WHERE id = @id AND claim = @claim";

    // Whose lease ended, or whose delivery was replayed meanwhile, settles nothing.
    private const string SettleClaim =
        """
        UPDATE webhook_delivery SET status = @status, attempts = attempts + 1, next_try_at = @next, claimed_until = 0, claim = NULL,
            last_try_at = @now, last_status = @http, last_error = @error, response = @response, delivered_at = @delivered
        WHERE id = @id AND claim = @claim
        """;

    // A success is noted once a minute: otherwise every delivery would write to the same row.
    private const string NoteSuccess =
        """
        UPDATE webhook_endpoint SET last_success_at = @now, failing_since = NULL
        WHERE id = @id AND (failing_since IS NOT NULL OR last_success_at IS NULL OR last_success_at <= @stale)
        """;

    private const string NoteFailure = "UPDATE webhook_endpoint SET failing_since = @now WHERE id = @id AND failing_since IS NULL";

    private static readonly TimeSpan SuccessPrecision = TimeSpan.FromMinutes(1);

    /// <summary>The endpoints that something is due for.</summary>
    public static Task<List<long>> Due(Session session, DateTimeOffset now) =>
        session.Many(SelectDue, row => row.GetInt64(0), ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>Takes up to <paramref name="room"/> deliveries of an endpoint, for as long as the lease lasts.</summary>
    public static async Task<List<ClaimedDelivery>> Claim(
        Session session, long receiver, long room, string claim, TimeSpan lease, DateTimeOffset now)
    {
        var ids = await session.Many(
            ClaimDue, row => row.GetInt64(0), ("receiver", receiver), ("room", room), ("claim", claim),
            ("until", (now + lease).ToUnixTimeMilliseconds()), ("now", now.ToUnixTimeMilliseconds()));
        var claimed = new List<ClaimedDelivery>();
        foreach (var id in ids)
        {
            if (await session.One(SelectClaimed, row => Map(row, id, claim), ("id", id)) is { } delivery)
                claimed.Add(delivery);
        }

        return claimed;
    }

    public static Task<int> Release(Session session, ClaimedDelivery delivery) =>
        session.Execute(ReleaseClaim, ("id", delivery.Id), ("claim", delivery.Claim));

    /// <summary>False when the claim no longer holds.</summary>
    public static async Task<bool> Settle(
        Session session, ClaimedDelivery delivery, string status, DateTimeOffset? nextTry, PostResult result, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        return await session.Execute(
            SettleClaim, ("id", delivery.Id), ("claim", delivery.Claim), ("status", status),
            ("next", nextTry?.ToUnixTimeMilliseconds()), ("now", at), ("http", (long?)result.Status), ("error", result.Error),
            ("response", result.Response), ("delivered", nextTry is null && result.Error is null ? at : null)) > 0;
    }

    public static Task Succeeded(Session session, long receiver, DateTimeOffset now) => session.Execute(
        NoteSuccess, ("id", receiver), ("now", now.ToUnixTimeMilliseconds()),
        ("stale", (now - SuccessPrecision).ToUnixTimeMilliseconds()));

    public static Task FirstFailed(Session session, long receiver, DateTimeOffset now) =>
        session.Execute(NoteFailure, ("id", receiver), ("now", now.ToUnixTimeMilliseconds()));

    private static ClaimedDelivery Map(DbDataReader row, long id, string claim) => new(
        id, claim,
        new ReceiverAddress(row.GetInt64(6), row.GetString(7), row.GetString(8), row.GetString(9), row.GetString(10))
        {
            SealedPrevious = row.TextOrNull(11),
            PreviousUntil = row.TimeOrNull(12),
            FailingSince = row.TimeOrNull(13),
        },
        row.GetInt64(0), row.GetString(1), row.GetString(2))
    {
        LicenseKey = row.TextOrNull(3),
        Email = row.TextOrNull(4),
        Hostname = row.TextOrNull(5),
    };
}
