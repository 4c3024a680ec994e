using System.Globalization;
using System.Text.Json;
using CgLicense.Server.Outbox;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>Endpoints that answer well, badly, slowly, too much, or not at all.</summary>
public abstract class DeliveryScenarios(EngineFixture engine) : WebhookScenario(engine)
{
    [Fact]
    public async Task A_delivery_is_signed_as_the_specification_says_and_noted_as_delivered()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(204);
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        var arrived = Assert.Single(receiver.Arrived);
        Assert.Equal(("webhook.test", Sign(subscription.Secret, arrived)), (arrived.Type, arrived.Signature));
        Assert.Equal(Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), arrived.Timestamp);
        var delivery = await subscription.Delivery();
        Assert.Equal(
            (arrived.Id, "delivered", 1L, 204L),
            (Text(delivery, "messageId"), Text(delivery, "status"), Number(delivery, "attempts"), Number(delivery, "lastStatus")));
        Assert.Equal(Clock.GetUtcNow(), delivery.GetProperty("deliveredAt").GetDateTimeOffset());
        Assert.Equal(Clock.GetUtcNow(), (await subscription.Endpoint()).GetProperty("lastSuccessAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task It_is_woken_by_a_message_and_by_time_without_anybody_asking()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500);
        await (await Subscribe(receiver)).Test();
        await Until(() => receiver.Arrived.Count == 1);
        for (var i = 0; i < 5 && receiver.Arrived.Count < 2; i++)
        {
            // The outcome of the first try may still be on its way into the database.
            Clock.Advance(TimeSpan.FromSeconds(6));
            await Task.WhenAny(Until(() => receiver.Arrived.Count == 2), Task.Delay(TimeSpan.FromSeconds(2)));
        }

        Assert.Single(receiver.Arrived.Select(arrived => arrived.Id).Distinct());
        Assert.True(receiver.Arrived.Count >= 2);
    }

    [Fact]
    public async Task A_failing_endpoint_is_tried_11_times_in_four_days_under_one_id_and_then_no_more()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(500, "oh\nno");
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        var begin = Clock.GetUtcNow();
        for (var tries = 1; tries <= 10; tries++)
        {
            Assert.Equal(tries, receiver.Arrived.Count);
            var delivery = await subscription.Delivery();
            Assert.Equal(("failed", "The endpoint answered 500.", "oh no"), (Text(delivery, "status"), Text(delivery, "error"), Text(delivery, "response")));
            var pause = delivery.GetProperty("nextTryAt").GetDateTimeOffset() - Clock.GetUtcNow();
            Assert.InRange(pause / RetryRules.Pauses[tries - 1], 0.9, 1.1);
            await PassAndDeliver(pause);
        }

        Assert.InRange(Clock.GetUtcNow() - begin, TimeSpan.FromDays(3.7), TimeSpan.FromDays(4.6));
        await PassAndDeliver(TimeSpan.FromDays(3));
        Assert.Equal(11, receiver.Arrived.Count);
        Assert.Single(receiver.Arrived.Select(arrived => arrived.Id).Distinct());
        Assert.Equal(11, receiver.Arrived.Select(arrived => arrived.Timestamp).Distinct().Count());
        Assert.All(receiver.Arrived, arrived => Assert.Equal(Sign(subscription.Secret, arrived), arrived.Signature));
        Assert.Equal(("dead", JsonValueKind.Null), (Text(await subscription.Delivery(), "status"), (await subscription.Delivery()).GetProperty("nextTryAt").ValueKind));
        Assert.True((await subscription.Endpoint()).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task An_endpoint_may_ask_for_more_time()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(429, "", ("Retry-After", "3600"));
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        Assert.Equal(Clock.GetUtcNow().AddHours(1), (await subscription.Delivery()).GetProperty("nextTryAt").GetDateTimeOffset());
        receiver.AnswerWith(503, "", ("Retry-After", Clock.GetUtcNow().AddHours(3).ToString("R", CultureInfo.InvariantCulture)));
        await PassAndDeliver(TimeSpan.FromHours(1));
        // HTTP dates have whole seconds.
        var asked = (await subscription.Delivery()).GetProperty("nextTryAt").GetDateTimeOffset() - Clock.GetUtcNow();
        Assert.InRange(asked, TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1), TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_nobody_goes_there()
    {
        await using var elsewhere = await Receiver.Start();
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(307, "", ("Location", elsewhere.Url));
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        Assert.Empty(elsewhere.Arrived);
        Assert.Equal(
            "The endpoint answered 307; redirects are not followed. Register the address it leads to.", Text(await subscription.Delivery(), "error"));
    }

    [Fact]
    public async Task Of_an_answer_without_end_only_the_beginning_is_read()
    {
        await using var receiver = await Receiver.Start();
        var ended = new TaskCompletionSource();
        receiver.Answer = async context =>
        {
            var block = new byte[64 * 1024];
            Array.Fill(block, (byte)'x');
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(block);
            ended.SetResult();
        };
        var subscription = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        await ended.Task;
        var delivery = await subscription.Delivery();
        Assert.Equal(("delivered", new string('x', 500)), (Text(delivery, "status"), Text(delivery, "response")));
    }

    [Fact]
    public async Task Whoever_says_nothing_for_15_seconds_has_failed()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var subscription = await (await Subscribe(receiver)).Test();
        var delivering = Server.Deliver();
        await Until(() => receiver.Arrived.Count == 1);
        Clock.Advance(TimeSpan.FromSeconds(14));
        Assert.NotSame(delivering, await Task.WhenAny(delivering, Task.Delay(50)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await delivering;
        var delivery = await subscription.Delivery();
        Assert.Equal(("failed", "No answer within 15 seconds.", 1L), (Text(delivery, "status"), Text(delivery, "error"), Number(delivery, "attempts")));
    }

    [Fact]
    public async Task A_slow_endpoint_holds_up_nobody_else_and_gets_four_at_once()
    {
        await using var slow = await Receiver.Start();
        await using var quick = await Receiver.Start();
        var release = new TaskCompletionSource();
        slow.Answer = _ => release.Task;
        var held = await Subscribe(slow);
        for (var i = 0; i < 10; i++)
            await held.Test();
        var other = await (await Subscribe(quick)).Test();
        var delivering = Server.Deliver();
        await Until(() => slow.Arrived.Count == Dispatcher.MostPerReceiver && quick.Arrived.Count == 1);
        await other.Test();
        await Until(() => quick.Arrived.Count == 2);
        Assert.Equal(Dispatcher.MostPerReceiver, slow.Arrived.Count);
        release.SetResult();
        await delivering;
        Assert.Equal(10, slow.Arrived.Select(arrived => arrived.Id).Distinct().Count());
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_told_so()
    {
        var receiver = await Receiver.Start();
        var subscription = await Subscribe(receiver);
        await receiver.DisposeAsync();
        await subscription.Test();
        await Server.Deliver();
        Assert.Equal("The connection was refused.", Text(await subscription.Delivery(), "error"));
    }

    private static string? Text(JsonElement row, string member) => row.GetProperty(member).GetString();

    private static long Number(JsonElement row, string member) => row.GetProperty(member).GetInt64();
}

public sealed class DeliveriesOnSqlite(SqliteEngine engine) : DeliveryScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class DeliveriesOnPostgres(PostgresEngine engine) : DeliveryScenarios(engine), IClassFixture<PostgresEngine>;
