using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Outbox;

/// <summary>A creator's webhook endpoint as its own changes need it.</summary>
internal sealed record ReceiverFacts(long Id, WebhookEndpointRecord Record, string SealedSecret);

/// <summary>Creators' webhook endpoints at rest.</summary>
internal static class ReceiverSql
{
    /// <summary>Endpoints per creator; the schema says so too.</summary>
    public const long MostPerCreator = 20;

    private const string Columns =
        """
        SELECT id, uid, creator_id, url, events, product_id, description, active, disabled_reason, failing_since,
               last_success_at, previous_until, created_at, secret
        FROM webhook_endpoint
        """;

    private const string Page =
        " WHERE (@creator IS NULL OR creator_id = @creator) AND id > @after ORDER BY id LIMIT @rows";

    // The lowest free slot: 1, or one above a slot whose successor is free.
    private const string Insert =
        """
        INSERT INTO webhook_endpoint (uid, creator_id, slot, product_id, url, events, description, active, secret, created_at, updated_at)
        SELECT @uid, @creator, MIN(free.n), @product, @url, @events, @description, @active, @secret, @now, @now
        FROM (SELECT CAST(1 AS BIGINT) AS n
              UNION ALL SELECT slot + 1 FROM webhook_endpoint WHERE creator_id = @creator AND slot < @most) free
        WHERE NOT EXISTS (SELECT 1 FROM webhook_endpoint e WHERE e.creator_id = @creator AND e.slot = free.n)
        HAVING MIN(free.n) IS NOT NULL
        ON CONFLICT (creator_id, slot) DO NOTHING
        """;

    private const string Count = "SELECT COUNT(*) FROM webhook_endpoint WHERE creator_id = @creator";

    private const string Update =
        """
        UPDATE webhook_endpoint SET url = @url, events = @events, product_id = @product, description = @description,
            active = @active, updated_at = @now
        WHERE id = @id
        """;

    private const string Restart = "UPDATE webhook_endpoint SET disabled_reason = NULL, failing_since = NULL WHERE id = @id";

    // Not if its creator has given it another address meanwhile: what was found out was about the old one.
    private const string SwitchOff =
        """
        UPDATE webhook_endpoint SET active = 0, disabled_reason = @reason, updated_at = @now
        WHERE id = @id AND active = 1 AND url = @url
        """;

    private const string Rotate =
        """
        UPDATE webhook_endpoint SET previous_secret = @previous, previous_until = @until, secret = @secret, updated_at = @now
        WHERE id = @id
        """;

    private const string DeleteRow = "DELETE FROM webhook_endpoint WHERE id = @id";

    /// <summary>Reads one that the caller may see, and keeps every other writer off it until commit.</summary>
    public static async Task<ReceiverFacts?> Lock(Session session, string uid, Principal principal) =>
        await session.One(Columns + " WHERE uid = @uid" + session.LockRow("webhook_endpoint"), Map, ("uid", uid)) is { } found
            && principal.MaySee(found.Record.CreatorId) ? found : null;

    /// <summary>One row more than asked for tells that there is a next page.</summary>
    public static Task<List<ReceiverFacts>> All(Session session, string? creator, long afterId, long rows) =>
        session.Many(Columns + Page, Map, ("creator", creator), ("after", afterId), ("rows", rows));

    /// <summary>False when the creator has as many as there may be.</summary>
    public static async Task<bool> Add(Session session, WebhookEndpointRecord record, string sealedSecret)
    {
        // Whoever lost a slot to another creation at the same moment takes the next one.
        do
        {
            var added = await session.Execute(
                Insert, ("uid", record.EndpointId), ("creator", record.CreatorId), ("product", record.ProductId), ("url", record.Url),
                ("events", record.Events.ToJson()), ("description", record.Description), ("active", record.Active),
                ("secret", sealedSecret), ("now", record.CreatedAt.ToUnixTimeMilliseconds()), ("most", MostPerCreator));
            if (added > 0)
                return true;
        }
        while (await session.Number(Count, ("creator", record.CreatorId)) < MostPerCreator);
        return false;
    }

    public static Task Change(Session session, long id, WebhookEndpointRecord record, DateTimeOffset now) => session.Execute(
        Update, ("id", id), ("url", record.Url), ("events", record.Events.ToJson()), ("product", record.ProductId),
        ("description", record.Description), ("active", record.Active), ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>Forgets earlier failures: switched on again, it gets its days anew.</summary>
    public static Task ForgetFailures(Session session, long id) => session.Execute(Restart, ("id", id));

    /// <summary>False when it was switched off already, or is not what was found to be failing.</summary>
    public static async Task<bool> Disable(Session session, ReceiverAddress receiver, string reason, DateTimeOffset now) =>
        await session.Execute(
            SwitchOff, ("id", receiver.Id), ("url", receiver.Url), ("reason", reason), ("now", now.ToUnixTimeMilliseconds())) > 0;

    public static Task SetSecret(
        Session session, ReceiverFacts receiver, string sealedSecret, DateTimeOffset? previousUntil, DateTimeOffset now) =>
        session.Execute(
            Rotate, ("id", receiver.Id), ("secret", sealedSecret),
            ("previous", previousUntil is null ? null : receiver.SealedSecret),
            ("until", previousUntil?.ToUnixTimeMilliseconds()), ("now", now.ToUnixTimeMilliseconds()));

    public static Task Delete(Session session, long id) => session.Execute(DeleteRow, ("id", id));

    private static ReceiverFacts Map(DbDataReader row) => new(
        row.GetInt64(0),
        new WebhookEndpointRecord
        {
            EndpointId = row.GetString(1),
            CreatorId = row.GetString(2),
            Url = row.GetString(3),
            Events = row.Texts(4),
            ProductId = row.TextOrNull(5),
            Description = row.TextOrNull(6),
            Active = row.Flag(7),
            DisabledReason = row.TextOrNull(8),
            FailingSince = row.TimeOrNull(9),
            LastSuccessAt = row.TimeOrNull(10),
            PreviousSecretUntil = row.TimeOrNull(11),
            CreatedAt = row.Time(12),
        },
        row.GetString(13));
}
