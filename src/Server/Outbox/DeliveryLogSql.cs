using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Outbox;

/// <summary>Deliveries as their creator sees them: the log, replays, giving up, and the end of keeping.</summary>
internal static class DeliveryLogSql
{
    private const string Columns =
        """
        SELECT d.id, d.uid, m.uid, e.uid, m.type, d.status, d.attempts, d.created_at, d.last_try_at, d.last_status, d.last_error,
               d.response, d.next_try_at, d.delivered_at
        FROM webhook_delivery d
        JOIN webhook_message m ON m.id = d.message_id
        JOIN webhook_endpoint e ON e.id = d.endpoint_id
        """;

    private const string Find =
        """
        SELECT d.id, e.creator_id, e.uid FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id WHERE d.uid = @uid
        """;

    private const string Restart =
        "UPDATE webhook_delivery SET status = 'pending', attempts = 0, next_try_at = @now, claimed_until = 0, claim = NULL";

    private const string GiveUp =
        """
        UPDATE webhook_delivery SET status = 'dead', next_try_at = NULL, claimed_until = 0, claim = NULL, last_error = @why
        WHERE endpoint_id = @receiver AND next_try_at IS NOT NULL AND id <> @except
        """;

    private const string DeleteOf = "DELETE FROM webhook_delivery WHERE endpoint_id = @receiver";

    /// <summary>One row more than asked for tells that there is a next page.</summary>
    public static Task<List<DeliveryRow>> Page(
        Session session, ListWebhookDeliveriesRequest filter, string? creator, long? license, long? beforeId, long rows)
    {
        var conditions = new List<string>();
        var args = new List<Arg> { ("rows", rows) };
        void Where(string condition, Arg arg)
        {
            conditions.Add(condition);
            args.Add(arg);
        }

        if (creator is not null)
            Where("e.creator_id = @creator", ("creator", creator));
        if (filter.EndpointId is { Length: > 0 } receiver)
            Where("e.uid = @receiver", ("receiver", receiver));
        if (filter.Status is { Length: > 0 } status)
            Where("d.status = @status", ("status", status));
        if (filter.Type is { Length: > 0 } type)
            Where("m.type = @type", ("type", type));
        if (filter.MessageId is { Length: > 0 } message)
            Where("m.uid = @message", ("message", message));
        if (license is not null)
            Where("m.license_id = @license", ("license", license));
        if (beforeId is not null)
            Where("d.id < @before", ("before", beforeId));
        var where = conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
        return session.Many(Columns + where + " ORDER BY d.id DESC LIMIT @rows", Map, [.. args]);
    }

    /// <summary>A delivery by its id, with whose it is and which endpoint's.</summary>
    public static Task<DeliveryOwner?> OwnerOf(Session session, string uid) => session.One(
        Find, row => new DeliveryOwner(row.GetInt64(0), row.GetString(1), row.GetString(2)), ("uid", uid));

    public static Task<int> Replay(Session session, long delivery, DateTimeOffset now) => session.Execute(
        Restart + " WHERE id = @id", ("id", delivery), ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>How many dead deliveries of an endpoint are sent again.</summary>
    public static Task<int> ReplayDead(Session session, long receiver, DateTimeOffset since, DateTimeOffset now) => session.Execute(
        Restart + " WHERE endpoint_id = @receiver AND status = 'dead' AND created_at >= @since", ("receiver", receiver),
        ("since", since.ToUnixTimeMilliseconds()), ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>Gives up all that waits for an endpoint; they can be replayed.</summary>
    public static Task<int> GiveUpAll(Session session, long receiver, string why, long except = 0) =>
        session.Execute(GiveUp, ("receiver", receiver), ("why", why), ("except", except));

    public static Task<int> DeleteAll(Session session, long receiver) => session.Execute(DeleteOf, ("receiver", receiver));

    private static DeliveryRow Map(DbDataReader row) => new(row.GetInt64(0), new WebhookDeliveryRecord
    {
        DeliveryId = row.GetString(1),
        MessageId = row.GetString(2),
        EndpointId = row.GetString(3),
        Type = row.GetString(4),
        Status = row.GetString(5),
        Attempts = row.GetInt64(6),
        CreatedAt = row.Time(7),
        LastTryAt = row.TimeOrNull(8),
        LastStatus = row.NumberOrNull(9),
        Error = row.TextOrNull(10),
        Response = row.TextOrNull(11),
        NextTryAt = row.TimeOrNull(12),
        DeliveredAt = row.TimeOrNull(13),
    });
}

/// <summary>A delivery with the number it is ordered by.</summary>
internal sealed record DeliveryRow(long Id, WebhookDeliveryRecord Record);

internal sealed record DeliveryOwner(long Id, string CreatorId, string Endpoint);
