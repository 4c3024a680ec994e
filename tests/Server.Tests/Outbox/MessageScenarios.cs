using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>What is told, to whom, and in which words.</summary>
public abstract class MessageScenarios(EngineFixture engine) : WebhookScenario(engine)
{
    [Fact]
    public async Task Everything_that_happens_to_a_license_is_told()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await Subscribe(receiver);
        var license = await SellOf(subscription.Creator);
        (await license.Machine("ws-1").Activate()).Ok();
        (await license.Update("\"maxMachines\":5")).Ok();
        (await license.Update("\"status\":\"suspended\"")).Ok();
        (await license.Update("\"status\":\"degraded\"")).Ok();
        (await license.Update("\"status\":\"active\"")).Ok();
        (await license.Machine("ws-1").Deactivate()).Ok();
        (await Server.Admin("/resetActivations", new { licenseKey = license.Key })).Ok();
        (await license.Revoke()).Ok();
        (await license.Reinstate()).Ok();
        await Server.Deliver();
        Assert.Equal(
            new[]
            {
                "license.created", "machine.activated", "license.updated", "license.suspended", "license.degraded", "license.reinstated",
                "machine.deactivated", "machines.reset", "license.revoked", "license.reinstated",
            }.Order(),
            receiver.Arrived.Select(arrived => arrived.Type).Order());
        Assert.Equal(10, receiver.Arrived.Select(arrived => arrived.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_message_shows_the_license_as_it_stood_right_after_the_event()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await Subscribe(receiver, events: ["license.suspended"]);
        receiver.AnswerWith(500);
        var license = await SellOf(subscription.Creator);
        var happened = Clock.GetUtcNow();
        (await license.Update("\"status\":\"suspended\",\"message\":\"Bitte melden Sie sich – 謝謝\"")).Ok();
        (await license.Update("\"status\":\"active\",\"message\":\"\"")).Ok();
        await Server.Deliver();
        var arrived = receiver.Arrived[0];
        Assert.Equal("application/json", arrived.ContentType);
        Assert.Equal(happened, arrived.Json.GetProperty("timestamp").GetDateTimeOffset());
        var expected = (await license.Record()).EnumerateObject().Select(member => member.Name);
        Assert.Equal(expected, arrived.License.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            (license.Key, "artist@studio.example", "suspended", "Bitte melden Sie sich – 謝謝"),
            (Text(arrived, "key"), Text(arrived, "email"), Text(arrived, "status"), Text(arrived, "message")));
        Assert.Equal(["type", "timestamp", "data"], arrived.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["license"], arrived.Data.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task A_machine_is_named_while_it_is_activated()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await Subscribe(receiver, events: ["machine.*"]);
        var license = await SellOf(subscription.Creator);
        (await license.Machine("ws-1").Activate()).Ok();
        await Server.Deliver();
        (await license.Machine("ws-1").Deactivate()).Ok();
        await Server.Deliver();
        Assert.Equal(
            [("machine.activated", "ws-1", "ws-1.studio.example"), ("machine.deactivated", "ws-1", null)],
            receiver.Arrived.Select(arrived => (
                arrived.Type, arrived.Data.GetProperty("machine").GetProperty("fingerprint").GetString(),
                arrived.Data.GetProperty("machine").GetProperty("hostname").GetString())));
    }

    [Fact]
    public async Task Only_what_was_subscribed_to_is_told_and_only_of_ones_own_licenses()
    {
        await using var receiver = await Receiver.Start();
        var creator = NewCreator();
        var (product, other) = (await NewProduct(creator), await NewProduct(creator));
        await Subscribe(receiver, creator, ["license.revoked", "machine.*"], product);
        await Subscribe(receiver, NewCreator());
        (await (await Sell(product: other)).Revoke()).Ok();
        (await (await Sell()).Revoke()).Ok();
        var license = await Sell(product: product);
        (await license.Machine("ws-1").Activate()).Ok();
        (await license.Revoke("refund")).Ok();
        await Server.Deliver();
        Assert.Equal(["license.revoked", "machine.activated"], receiver.Arrived.Select(arrived => arrived.Type).Order());
        Assert.All(receiver.Arrived, arrived => Assert.Equal(license.Key, Text(arrived, "key")));
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_written()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await Subscribe(receiver, events: ["license.expired"]);
        (await subscription.Update(new { endpointId = subscription.EndpointId, active = true })).Ok();
        var before = await Messages();
        (await (await SellOf(subscription.Creator)).Revoke()).Ok();
        (await (await SellOf(NewCreator())).Revoke()).Ok();
        Assert.Equal(before, await Messages());
    }

    [Fact]
    public async Task What_is_refused_is_not_told()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await Subscribe(receiver);
        var license = await Sell(new { maxMachines = 1 }, await NewProduct(subscription.Creator));
        (await license.Machine("ws-1").Activate()).Ok();
        (await license.Machine("ws-2").Activate()).Is(Refusal.MachineLimit(1));
        (await license.Machine("ws-1").Activate()).Ok();
        (await license.Update("\"status\":\"no-such-status\"")).Is(
            Refusal.InvalidRequest("Field 'status' must be one of: active, degraded, suspended, revoked."));
        await Server.Deliver();
        Assert.Equal(["license.created", "machine.activated"], receiver.Arrived.Select(arrived => arrived.Type).Order());
    }

    [Fact]
    public async Task A_stored_message_names_no_customer_and_a_sent_one_follows_what_is_stored_of_them_now()
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(503);
        var subscription = await Subscribe(receiver, events: ["license.created", "machine.activated"]);
        var license = await Sell(new { email = "before@studio.example" }, await NewProduct(subscription.Creator));
        (await license.Machine("ws-1").Activate()).Ok();
        var stored = await Server.Database.Read(session => session.Many("SELECT payload FROM webhook_message", row => row.GetString(0)));
        Assert.All(
            new[] { license.Key, "before@studio.example", "ws-1.studio.example" },
            personal => Assert.DoesNotContain(stored, payload => payload.Contains(personal, StringComparison.Ordinal)));
        await Server.Deliver();
        (await license.Update("\"email\":\"after@studio.example\"")).Ok();
        await PassAndDeliver(TimeSpan.FromSeconds(10));
        var sales = receiver.Arrived.Where(arrived => arrived.Type == "license.created").ToList();
        Assert.Equal(["before@studio.example", "after@studio.example"], sales.Select(arrived => Text(arrived, "email")));
        Assert.Single(sales.Select(arrived => arrived.Id).Distinct());
    }

    [Fact]
    public async Task An_example_of_every_event_has_the_form_of_the_real_one()
    {
        await using var receiver = await Receiver.Start();
        var subscription = await Subscribe(receiver, events: ["license.expired"]);
        foreach (var type in LicenseEvents.All)
            (await Server.Admin("/sendTestWebhook", new { endpointId = subscription.EndpointId, type })).Ok();
        await Server.Deliver();
        Assert.Equal(LicenseEvents.All.Order(), receiver.Arrived.Select(arrived => arrived.Type).Order());
        var real = (await (await Sell()).Record()).EnumerateObject().Select(member => member.Name).ToList();
        Assert.All(receiver.Arrived, arrived =>
        {
            Assert.True(arrived.Data.GetProperty("test").GetBoolean());
            Assert.Equal(real, arrived.License.EnumerateObject().Select(member => member.Name));
            Assert.Equal("CGL-00000-00000-00000-00000-00000", Text(arrived, "key"));
            Assert.Equal(LicenseEvents.IsAboutMachine(arrived.Type), arrived.Data.TryGetProperty("machine", out _));
        });
        Assert.Equal(
            [("license.degraded", "degraded"), ("license.expired", "expired"), ("license.revoked", "revoked"), ("license.suspended", "suspended")],
            receiver.Arrived.Select(arrived => (arrived.Type, Text(arrived, "status")!)).Where(one => one.Item2 != "active").Order());
    }

    private Task<long?> Messages() => Server.Database.Read(session => session.Number("SELECT COUNT(*) FROM webhook_message"));

    private static string? Text(Arrived arrived, string member) => arrived.License.GetProperty(member).GetString();
}

public sealed class MessagesOnSqlite(SqliteEngine engine) : MessageScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class MessagesOnPostgres(PostgresEngine engine) : MessageScenarios(engine), IClassFixture<PostgresEngine>;
