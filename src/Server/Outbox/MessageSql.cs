using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Licenses;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Outbox;

/// <summary>Writes messages, in the transaction of the change they tell of: there is no change without its message, and no message without its change.</summary>
internal static class MessageSql
{
    // The one statement that every change pays when nobody subscribes.
    private const string Subscribers =
        """
        SELECT id, events FROM webhook_endpoint
        WHERE creator_id = @creator AND active = 1
          AND (product_id IS NULL
               OR product_id = (SELECT p.slug FROM license l JOIN product p ON p.id = l.product_id WHERE l.id = @license))
        """;

    private const string InsertMessage =
        """
        INSERT INTO webhook_message (uid, creator_id, license_id, machine, type, payload, created_at)
        VALUES (@uid, @creator, @license, @machine, @type, @payload, @now) RETURNING id
        """;

    private const string InsertDelivery =
        """
        INSERT INTO webhook_delivery (uid, message_id, endpoint_id, status, next_try_at, created_at)
        VALUES (@uid, @message, @receiver, 'pending', @now, @now)
        """;

    /// <summary>Writes the message of a change, if it has one and somebody subscribed to it.</summary>
    public static async Task Write(Session session, Change change)
    {
        if (change is not { Event: { } type, CreatorId: { } creator })
            return;
        var subscribers = await session.Many(
            Subscribers, row => new Subscriber(row.GetInt64(0), row.Texts(1)), ("creator", creator), ("license", change.License));
        var receivers = subscribers.Where(one => EventFilterRules.Matches(one.Events, type)).Select(one => one.Id).ToList();
        if (receivers.Count == 0)
            return;
        var license = change.License is { } id ? await LicenseRecordSql.Find(session, id, change.At) : null;
        var machine = LicenseEvents.IsAboutMachine(type) ? change.Subject : null;
        var message = new WebhookMessage
        {
            Type = type,
            Timestamp = change.At,
            Data = new() { License = license?.Record, Machine = machine is null ? null : new() { Fingerprint = machine } },
        };
        await Add(session, message, creator, change.License, machine, receivers);
    }

    /// <summary>A message to these endpoints, whatever they subscribed to.</summary>
    /// <returns>The message's id, and the delivery's of the last endpoint.</returns>
    public static async Task<(string Message, string Delivery)> Add(
        Session session, WebhookMessage message, string creator, long? license, string? machine, IReadOnlyList<long> receivers)
    {
        var (uid, delivery) = (RandomIds.New("msg"), "");
        var now = message.Timestamp.ToUnixTimeMilliseconds();
        var row = await session.Number(
            InsertMessage, ("uid", uid), ("creator", creator), ("license", license), ("machine", machine),
            ("type", message.Type), ("payload", MessagePayload.AtRest(message)), ("now", now)) ?? 0;
        foreach (var receiver in receivers)
        {
            delivery = RandomIds.New("del");
            await session.Execute(InsertDelivery, ("uid", delivery), ("message", row), ("receiver", receiver), ("now", now));
        }

        session.WakeAfterCommit(Dispatcher.Job);
        return (uid, delivery);
    }

    private sealed record Subscriber(long Id, IReadOnlyList<string> Events);
}
