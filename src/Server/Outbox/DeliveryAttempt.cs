using System.Security.Cryptography;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Outbox;

/// <summary>One try of one delivery: sign, post, decide, write down.</summary>
internal sealed class DeliveryAttempt(Database database, SealedSecrets secrets, WebhookPost post, TimeProvider clock)
{
    public async Task Run(ClaimedDelivery delivery, CancellationToken cancel)
    {
        var result = await Post(delivery, cancel);
        var now = clock.GetUtcNow();
        var jitter = RandomNumberGenerator.GetInt32(0, 1001) / 1000.0;
        var facts = new AttemptFacts(
            delivery.Attempts + 1, result.Status, result.RetryAfter, delivery.Receiver.FailingSince, jitter);
        var decision = RetryRules.Decide(facts, now);
        await database.Write<object?>(
            async session =>
            {
                await Settle(session, delivery, result, decision, now);
                return null;
            },
            CancellationToken.None);
    }

    /// <summary>Gives a claimed delivery back as if it had not been taken.</summary>
    public Task<int> Release(ClaimedDelivery delivery) => database.Write(session => DeliverySql.Release(session, delivery));

    private async Task<PostResult> Post(ClaimedDelivery delivery, CancellationToken cancel)
    {
        var sentAt = clock.GetUtcNow();
        List<Secret> signing;
        try
        {
            signing = SecretsAt(delivery.Receiver, sentAt);
        }
        catch (CryptographicException)
        {
            return new PostResult(
                null, $"The endpoint's secret cannot be opened with this server's {SealedSecrets.KeyFile}. Restore that file, or rotate the secret.", null);
        }

        var body = MessagePayload.ToSend(delivery.Payload, delivery.LicenseKey, delivery.Email, delivery.Hostname);
        return await post.Send(
            delivery.Receiver.Url,
            [
                ("webhook-id", delivery.MessageId),
                ("webhook-timestamp", WebhookSignature.Timestamp(sentAt)),
                ("webhook-signature", WebhookSignature.Of(signing, delivery.MessageId, sentAt, body)),
            ],
            body, cancel);
    }

    private List<Secret> SecretsAt(ReceiverAddress receiver, DateTimeOffset now)
    {
        List<Secret> signing = [secrets.Open(receiver.Uid, receiver.SealedSecret)];
        if (receiver is { SealedPrevious: { } previous, PreviousUntil: { } until } && now < until)
            signing.Add(secrets.Open(receiver.Uid, previous));
        return signing;
    }

    // The endpoint's row comes before the delivery's, here and wherever both are written: no two writers wait for each other.
    private static async Task Settle(
        Session session, ClaimedDelivery delivery, PostResult result, DeliveryDecision decision, DateTimeOffset now)
    {
        var receiver = delivery.Receiver;
        var disabled = false;
        if (decision is DeliveryDecision.Delivered)
            await DeliverySql.Succeeded(session, receiver.Id, now);
        else if (decision is DeliveryDecision.Disable disable)
            disabled = await Disable(session, receiver, disable.Reason, now);
        else
            await DeliverySql.FirstFailed(session, receiver.Id, now);
        var (status, next) = decision switch
        {
            DeliveryDecision.Delivered => (DeliveryStatus.Delivered, null),
            DeliveryDecision.TryAgain again => (DeliveryStatus.Failed, (DateTimeOffset?)again.At),
            _ => (DeliveryStatus.Dead, null),
        };
        await DeliverySql.Settle(session, delivery, status, next, result, now);
        if (disabled)
            await DeliveryLogSql.GiveUpAll(session, receiver.Id, "The endpoint was switched off.", delivery.Id);
    }

    private static async Task<bool> Disable(Session session, ReceiverAddress receiver, string reason, DateTimeOffset now)
    {
        if (!await ReceiverSql.Disable(session, receiver, reason, now))
            return false;
        await AuditTrail.Record(session, new(Actor.Job("webhooks"), now, "disableWebhookEndpoint", receiver.Uid)
        {
            CreatorId = receiver.CreatorId,
            Details = reason,
        });
        return true;
    }
}
