using System.Text.Json;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>Endpoints that are gone, and what becomes of what was on its way to them.</summary>
public abstract class SwitchingOffScenarios(EngineFixture engine) : WebhookScenario(engine)
{
    [Fact]
    public async Task An_endpoint_that_says_410_is_switched_off_with_everything_on_its_way()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        receiver.AnswerWith(410);
        await subscription.Test();
        await Server.Deliver();
        var endpoint = await subscription.Endpoint();
        Assert.Equal(
            (false, "The endpoint answered 410 Gone."), (endpoint.GetProperty("active").GetBoolean(), endpoint.GetProperty("disabledReason").GetString()));
        Assert.Equal(
            [("dead", "The endpoint answered 410."), ("dead", "The endpoint was switched off.")],
            (await subscription.Deliveries()).Select(one => (one.GetProperty("status").GetString(), one.GetProperty("error").GetString())));
        Assert.Equal(
            ("server:webhooks", "The endpoint answered 410 Gone."),
            await Audited(subscription.EndpointId, "disableWebhookEndpoint"));
        await (await SellOf(subscription.Creator)).Revoke();
        await PassAndDeliver(TimeSpan.FromDays(1));
        Assert.Equal(2, receiver.Arrived.Count);
    }

    [Fact]
    public async Task Five_days_without_a_success_switch_an_endpoint_off()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        var subscription = await Subscribe(receiver);
        for (var day = 0; day < 5; day++)
        {
            await subscription.Test();
            for (var hour = 0; hour < 24; hour += 2)
            {
                await Server.Deliver();
                Assert.True((await subscription.Endpoint()).GetProperty("active").GetBoolean(), $"Switched off on day {day}, hour {hour}.");
                Clock.Leap(TimeSpan.FromHours(2));
            }
        }

        for (var hour = 0; hour < 24; hour += 2)
            await PassAndDeliver(TimeSpan.FromHours(2));
        Assert.Equal("No delivery succeeded for 5 days.", (await subscription.Endpoint()).GetProperty("disabledReason").GetString());
        Assert.All(await subscription.Deliveries(), one => Assert.Equal("dead", one.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task One_success_makes_the_failures_before_it_forgotten()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        Assert.Equal(Clock.GetUtcNow(), (await subscription.Endpoint()).GetProperty("failingSince").GetDateTimeOffset());
        receiver.AnswerWith(200);
        await PassAndDeliver(TimeSpan.FromSeconds(6));
        Assert.Equal(JsonValueKind.Null, (await subscription.Endpoint()).GetProperty("failingSince").ValueKind);
    }

    [Fact]
    public async Task Switched_off_by_hand_it_gets_nothing_until_it_is_switched_on_and_what_waited_can_be_replayed()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        (await subscription.Update(new { endpointId = subscription.EndpointId, active = false })).Ok();
        await (await SellOf(subscription.Creator)).Revoke();
        await PassAndDeliver(TimeSpan.FromHours(1));
        var dead = await subscription.Delivery();
        Assert.Equal("dead", dead.GetProperty("status").GetString());
        var switchedOff = Refusal.InvalidRequest("The webhook endpoint is switched off. Switch it on with /updateWebhookEndpoint and active true first.");
        (await subscription.Replay(dead.GetProperty("deliveryId").GetString()!)).Is(switchedOff);
        (await Server.Admin("/sendTestWebhook", new { endpointId = subscription.EndpointId })).Is(switchedOff);
        Assert.Single(receiver.Arrived);
        receiver.AnswerWith(200);
        var on = (await subscription.Update(new { endpointId = subscription.EndpointId, active = true })).Ok()["endpoint"];
        Assert.Equal(JsonValueKind.Null, on.GetProperty("failingSince").ValueKind);
        (await subscription.Replay(dead.GetProperty("deliveryId").GetString()!)).Ok();
        await Server.Deliver();
        Assert.Equal("delivered", (await subscription.Delivery()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_deleted_endpoint_takes_its_log_with_it_and_its_stragglers_are_swept_away()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        // As a change does that has read the endpoint before it was deleted and commits after.
        await Server.Database.Write(session => session.Execute(
            """
            INSERT INTO webhook_delivery (uid, message_id, endpoint_id, status, next_try_at, created_at)
            SELECT 'del_' || uid, id, 1000000, 'pending', 0, 0 FROM webhook_message WHERE creator_id = @creator
            """,
            ("creator", subscription.Creator)));
        (await Server.Admin("/deleteWebhookEndpoint", new { endpointId = subscription.EndpointId })).Ok();
        Assert.Empty(await subscription.Deliveries());
        await PassAndDeliver(TimeSpan.FromHours(1));
        await Server.SweepDeliveries();
        Assert.Single(receiver.Arrived);
        Assert.Equal(0, await Server.Database.Read(session => session.Number("SELECT COUNT(*) FROM webhook_delivery WHERE endpoint_id = 1000000")));
    }

    [Fact]
    public async Task What_is_finished_is_kept_for_thirty_days_and_what_waits_for_as_long_as_it_waits()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        await Server.Database.Write(session => session.Execute(
            """
            INSERT INTO webhook_message (uid, creator_id, type, payload, created_at) VALUES (@uid, @creator, 'webhook.test', '{}', @now)
            """,
            ("uid", "msg_waits-" + subscription.Creator), ("creator", subscription.Creator), ("now", Clock.GetUtcNow().ToUnixTimeMilliseconds())));
        await Server.Database.Write(session => session.Execute(
            """
            INSERT INTO webhook_delivery (uid, message_id, endpoint_id, status, next_try_at, created_at)
            SELECT 'del_' || m.uid, m.id, e.id, 'failed', @later, m.created_at FROM webhook_message m, webhook_endpoint e
            WHERE m.uid = @uid AND e.uid = @endpoint
            """,
            ("uid", "msg_waits-" + subscription.Creator), ("endpoint", subscription.EndpointId),
            ("later", Clock.GetUtcNow().AddDays(60).ToUnixTimeMilliseconds())));
        Clock.Leap(DeliverySweep.Retention - TimeSpan.FromMilliseconds(1));
        await Server.SweepDeliveries();
        Assert.Equal(2, (await subscription.Deliveries()).Count);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Server.SweepDeliveries();
        Assert.Equal("failed", (await subscription.Delivery()).GetProperty("status").GetString());
        Assert.Equal(1, await Server.Database.Read(session => session.Number(
            "SELECT COUNT(*) FROM webhook_message WHERE creator_id = @creator", ("creator", subscription.Creator))));
    }

    private async Task<(string, string?)> Audited(string subject, string action)
    {
        var rows = await Server.Database.Read(session => session.Many(
            "SELECT actor, details FROM audit WHERE subject = @subject AND action = @action",
            row => (row.GetString(0), row.TextOrNull(1)), ("subject", subject), ("action", action)));
        return Assert.Single(rows);
    }
}

public sealed class SwitchingOffOnSqlite(SqliteEngine engine) : SwitchingOffScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class SwitchingOffOnPostgres(PostgresEngine engine) : SwitchingOffScenarios(engine), IClassFixture<PostgresEngine>;
