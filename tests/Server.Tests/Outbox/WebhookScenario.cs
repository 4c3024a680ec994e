using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>A creator of their own per test, with a receiver and an endpoint that leads to it.</summary>
public abstract class WebhookScenario(EngineFixture engine) : Scenario(engine)
{
    private static int creators;

    private protected static string NewCreator() => $"creator-{Interlocked.Increment(ref creators)}";

    private protected async Task<Subscription> Subscribe(
        Receiver receiver, string? creator = null, string[]? events = null, string? product = null)
    {
        creator ??= NewCreator();
        var made = (await Server.Admin(
            "/createWebhookEndpoint", new { creatorId = creator, url = receiver.Url, events, productId = product })).Ok();
        return new Subscription(Server, creator, made.String("endpointId")!, made.String("secret")!);
    }

    /// <summary>A license of the creator, sold while nobody subscribes to sales.</summary>
    private protected async Task<SoldLicense> SellOf(string creator) => await Sell(product: await NewProduct(creator));

    /// <summary>Time passes, and all that is due then has been tried.</summary>
    private protected async Task PassAndDeliver(TimeSpan time)
    {
        Clock.Leap(time);
        await Server.Deliver();
    }

    private protected static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(5, patience.Token);
    }

    /// <summary>The specification's formula, written out a second time.</summary>
    private protected static string Sign(string secret, Arrived arrived) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
        Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{arrived.Id}.{arrived.Timestamp}.{arrived.Body}")));
}

/// <summary>A creator's endpoint, and what its creator asks about it.</summary>
internal sealed record Subscription(RunningServer Server, string Creator, string EndpointId, string Secret)
{
    public async Task<JsonElement> Endpoint() => (await Server.Admin("/listWebhookEndpoints", new { creatorId = Creator })).Ok()["endpoints"]
        .EnumerateArray().Single(endpoint => endpoint.GetProperty("endpointId").GetString() == EndpointId);

    public async Task<List<JsonElement>> Deliveries(string? status = null) =>
        [.. (await Server.Admin("/listWebhookDeliveries", new { endpointId = EndpointId, status })).Ok()["deliveries"].EnumerateArray()];

    public async Task<JsonElement> Delivery() => Assert.Single(await Deliveries());

    public async Task<Subscription> Test()
    {
        (await Server.Admin("/sendTestWebhook", new { endpointId = EndpointId })).Ok();
        return this;
    }

    public Task<Answer> Update(object fields) => Server.Admin("/updateWebhookEndpoint", fields);

    public Task<Answer> Replay(string deliveryId) => Server.Admin("/replayWebhookDelivery", new { deliveryId });
}
