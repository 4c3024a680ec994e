using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>Sending again, and finding what to send again.</summary>
public abstract class ReplayScenarios(EngineFixture engine) : WebhookScenario(engine)
{
    [Fact]
    public async Task A_delivered_message_is_replayed_under_its_own_id_with_a_new_timestamp()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        Clock.Advance(TimeSpan.FromHours(1));
        var id = (await subscription.Delivery()).GetProperty("deliveryId").GetString()!;
        Assert.Equal(1, (await subscription.Replay(id)).Ok().Number("replayedCount"));
        await Server.Deliver();
        var (first, again) = (receiver.Arrived[0], receiver.Arrived[1]);
        Assert.Equal((first.Id, first.Body), (again.Id, again.Body));
        Assert.NotEqual(first.Timestamp, again.Timestamp);
        Assert.Equal(Sign(subscription.Secret, again), again.Signature);
    }

    [Fact]
    public async Task All_dead_deliveries_of_an_endpoint_since_a_moment_are_replayed_and_no_others()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        var subscription = await (await Subscribe(receiver)).Test();
        Clock.Advance(TimeSpan.FromSeconds(1));
        var since = Clock.GetUtcNow();
        await (await subscription.Test()).Test();
        await Server.Deliver();
        await Server.Database.Write(session => session.Execute("UPDATE webhook_delivery SET status = 'dead', next_try_at = NULL"));
        receiver.AnswerWith(200);
        await subscription.Test();
        await Server.Deliver();
        Assert.Equal(4, receiver.Arrived.Count);
        var replayed = (await Server.Admin("/replayWebhookDelivery", new { endpointId = subscription.EndpointId, since })).Ok();
        Assert.Equal(2, replayed.Number("replayedCount"));
        await Server.Deliver();
        Assert.Equal(6, receiver.Arrived.Count);
        Assert.Equal(["delivered", "delivered", "delivered", "dead"], (await subscription.Deliveries()).Select(one => one.GetProperty("status").GetString()));
        Assert.Equal(1, (await Server.Admin("/replayWebhookDelivery", new { endpointId = subscription.EndpointId })).Ok().Number("replayedCount"));
        Assert.Equal(0, (await Server.Admin("/replayWebhookDelivery", new { endpointId = subscription.EndpointId })).Ok().Number("replayedCount"));
    }

    [Fact]
    public async Task A_replayed_message_gets_the_whole_schedule_again()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        await PassAndDeliver(TimeSpan.FromSeconds(6));
        Assert.Equal(2, (await subscription.Delivery()).GetProperty("attempts").GetInt64());
        (await subscription.Replay((await subscription.Delivery()).GetProperty("deliveryId").GetString()!)).Ok();
        await Server.Deliver();
        var delivery = await subscription.Delivery();
        Assert.Equal(("failed", 1L), (delivery.GetProperty("status").GetString(), delivery.GetProperty("attempts").GetInt64()));
        Assert.InRange(delivery.GetProperty("nextTryAt").GetDateTimeOffset() - Clock.GetUtcNow(), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task The_log_is_filtered_and_paged_newest_first()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await Subscribe(receiver, events: ["license.*"]);
        var other = await Subscribe(receiver, subscription.Creator);
        var (license, bystander) = (await SellOf(subscription.Creator), await SellOf(subscription.Creator));
        (await license.Revoke()).Ok();
        (await bystander.Machine("ws-1").Activate()).Ok();
        await Server.Deliver();
        async Task<string[]> Types(object filter) =>
            [.. (await Server.Admin("/listWebhookDeliveries", filter)).Ok()["deliveries"].EnumerateArray().Select(one => one.GetProperty("type").GetString()!)];
        Assert.Equal(["license.revoked", "license.created"], await Types(new { endpointId = subscription.EndpointId, licenseKey = license.Key }));
        Assert.Equal(["machine.activated"], await Types(new { creatorId = subscription.Creator, type = "machine.activated" }));
        Assert.Equal(
            ["machine.activated", "license.revoked", "license.created", "license.created"], await Types(new { endpointId = other.EndpointId, status = "delivered" }));
        Assert.Empty(await Types(new { endpointId = other.EndpointId, status = "dead" }));
        var message = receiver.Arrived.First(arrived => arrived.Type == "license.revoked").Id;
        Assert.Equal(["license.revoked", "license.revoked"], await Types(new { messageId = message }));
        var paged = new List<string>();
        var cursor = default(string);
        do
        {
            var page = (await Server.Admin("/listWebhookDeliveries", new { creatorId = subscription.Creator, limit = 2, cursor })).Ok();
            Assert.Equal(page["deliveries"].GetArrayLength(), page.Number("count"));
            paged.AddRange(page["deliveries"].EnumerateArray().Select(one => one.GetProperty("deliveryId").GetString()!));
            cursor = page.String("nextCursor");
        }
        while (cursor is not null);
        Assert.Equal(7, paged.Distinct().Count());
    }
}

public sealed class ReplaysOnSqlite(SqliteEngine engine) : ReplayScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ReplaysOnPostgres(PostgresEngine engine) : ReplayScenarios(engine), IClassFixture<PostgresEngine>;
