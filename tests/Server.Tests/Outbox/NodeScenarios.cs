using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>Several servers on one database, and one that dies in the middle.</summary>
public abstract class NodeScenarios(EngineFixture engine) : WebhookScenario(engine)
{
    /// <summary>A second try is due after this, whatever its jitter.</summary>
    private static readonly TimeSpan Next = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Two_nodes_deliver_each_message_once()
    {
        await using var other = await Engine.StartAnother();
        await using var receiver = await Receiver.Start();
        var subscription = await Subscribe(receiver, events: ["license.created"]);
        var product = await NewProduct(subscription.Creator);
        var nodes = new[] { Server, other };
        await Crowd.AtOnce(60, async i => (await nodes[i % 2].Admin(
            "/createLicense", new { productId = product, email = "artist@studio.example" })).Ok());
        await Crowd.AtOnce(8, async i =>
        {
            await nodes[i % 2].Deliver();
            return i;
        });
        Assert.Equal(60, receiver.Arrived.Count);
        Assert.Equal(60, receiver.Arrived.Select(arrived => arrived.Id).Distinct().Count());
        Assert.All(await subscription.Deliveries(), one => Assert.Equal("delivered", one.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_message_written_by_another_node_is_found_within_seconds()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await Subscribe(receiver);
        // Written past this server: nothing wakes it but time.
        await Server.Database.Write(session => session.Execute(
            """
            INSERT INTO webhook_message (uid, creator_id, type, payload, created_at)
            VALUES (@uid, @creator, 'webhook.test', '{"type":"webhook.test","timestamp":"","data":{}}', @now)
            """,
            ("uid", "msg_" + subscription.Creator), ("creator", subscription.Creator), ("now", Clock.GetUtcNow().ToUnixTimeMilliseconds())));
        await Server.Database.Write(session => session.Execute(
            """
            INSERT INTO webhook_delivery (uid, message_id, endpoint_id, status, next_try_at, created_at)
            SELECT 'del_' || m.uid, m.id, e.id, 'pending', m.created_at, m.created_at FROM webhook_message m, webhook_endpoint e
            WHERE m.creator_id = @creator AND e.creator_id = @creator
            """,
            ("creator", subscription.Creator)));
        Clock.Advance(TimeSpan.FromSeconds(2));
        await Until(() => receiver.Arrived.Count == 1);
    }

    [Fact]
    public async Task What_a_dead_node_had_claimed_is_tried_again_when_its_lease_has_ended()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await FailOnce(receiver);
        Assert.Equal(1, (await ClaimNext(subscription, "claim_of-a-dead-node")).Attempts);
        await PassAndDeliver(Next + Dispatcher.Lease - TimeSpan.FromMilliseconds(1));
        Assert.Single(receiver.Arrived);
        await PassAndDeliver(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, receiver.Arrived.Count);
        Assert.Equal("delivered", (await subscription.Delivery()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Whoever_comes_after_the_end_of_their_lease_changes_nothing()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await FailOnce(receiver);
        var late = await ClaimNext(subscription, "claim_of-a-late-node");
        await PassAndDeliver(Next + Dispatcher.Lease);
        var before = (await subscription.Delivery()).ToString();
        Assert.False(await Server.Database.Write(session => DeliverySql.Settle(
            session, late, "failed", Clock.GetUtcNow(), new PostResult(500, "late", null), Clock.GetUtcNow())));
        Assert.Equal(0, await Server.Database.Write(session => DeliverySql.Release(session, late)));
        Assert.Equal(before, (await subscription.Delivery()).ToString());
    }

    [Fact]
    public async Task A_server_that_stops_gives_back_what_it_could_not_finish()
    {
        var options = await Engine.Fresh();
        await using var receiver = await Receiver.Start();
        receiver.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using (var stopping = await RunningServer.Start(options, Clock))
        {
            var made = (await stopping.Admin("/createWebhookEndpoint", new { creatorId = "studio-one", url = receiver.Url })).Ok();
            await new Subscription(stopping, "studio-one", made.String("endpointId")!, made.String("secret")!).Test();
            await Until(() => receiver.Arrived.Count == 1);
        }

        receiver.AnswerWith(200);
        await using var next = await RunningServer.Start(options, Clock);
        await next.Deliver();
        var delivery = Assert.Single((await next.Admin("/listWebhookDeliveries", new { })).Ok()["deliveries"].EnumerateArray());
        Assert.Equal(("delivered", 1), (delivery.GetProperty("status").GetString(), delivery.GetProperty("attempts").GetInt64()));
        Assert.Equal(receiver.Arrived[0].Id, receiver.Arrived[1].Id);
    }

    private async Task<Subscription> FailOnce(Receiver receiver)
    {
        receiver.AnswerWith(500);
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        receiver.AnswerWith(200);
        return subscription;
    }

    /// <summary>Takes the delivery before the server can: as a node does whose clock is that far ahead.</summary>
    private async Task<ClaimedDelivery> ClaimNext(Subscription subscription, string claim)
    {
        var receiver = await Server.Database.Read(session => session.Number(
            "SELECT id FROM webhook_endpoint WHERE uid = @uid", ("uid", subscription.EndpointId)));
        return Assert.Single(await Server.Database.Write(session => DeliverySql.Claim(
            session, receiver!.Value, 4, claim, Dispatcher.Lease, Clock.GetUtcNow() + Next)));
    }
}

public sealed class NodesOnSqlite(SqliteEngine engine) : NodeScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class NodesOnPostgres(PostgresEngine engine) : NodeScenarios(engine), IClassFixture<PostgresEngine>;
