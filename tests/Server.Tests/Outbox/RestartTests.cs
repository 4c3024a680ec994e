using System.Net.Sockets;
using CgLicense.Protocol;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>
/// The real program, killed without warning while licenses are sold and webhooks go out: every license that exists has
/// been told, none that does not, and the public library has verified each message.
/// </summary>
public sealed class RestartTests : IAsyncLifetime
{
    private const int EnoughPerRound = 40;

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-test-").FullName;
    private string? database;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
            await TestPostgres.Drop(database);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public Task SQLite_loses_no_event_and_invents_none_through_two_kills() => SellThroughKills([]);

    [Fact]
    public async Task PostgreSQL_loses_no_event_and_invents_none_through_two_kills()
    {
        database = await TestPostgres.Create();
        await SellThroughKills(new() { ["CGLICENSE_DATABASE"] = TestPostgres.ConnectionTo(database) });
    }

    private async Task SellThroughKills(Dictionary<string, string> settings)
    {
        settings["CGLICENSE_WEBHOOK_ALLOW_PRIVATE"] = "true";
        await using var consumer = await NodeConsumer.Start();
        var (product, endpoint, secret, url) = ("", "", "", default(string));
        for (var round = 0; round < 2; round++)
        {
            await using var server = await ServerProcess.Start(folder, url, settings);
            url = server.Url;
            if (round == 0)
            {
                product = await server.Admin.CreateProduct();
                endpoint = await Subscribe(server, consumer);
            }
            else
            {
                // The consumer goes on with the old secret for a while, which signs along.
                secret = await Rotate(server, endpoint);
            }

            await SellAndKill(server, product);
        }

        await consumer.Trust(secret);
        await using var last = await ServerProcess.Start(folder, url, settings);
        var sold = await Sold(last, product);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!sold.SetEquals(Told(consumer)))
            await Task.Delay(50, patience.Token);
        Assert.All(consumer.Consumed, one => Assert.True(one.Verified, $"{one.Why}: {one.Body}"));
        // One license, one message, however often it was sent.
        Assert.Equal(sold.Count, consumer.Consumed.Select(one => one.Id).Distinct().Count());
        Assert.True(sold.Count >= 2 * EnoughPerRound, $"Only {sold.Count} licenses were sold.");
    }

    private static HashSet<string> Told(NodeConsumer consumer) => [.. consumer.Consumed.Select(one => one.LicenseKey!)];

    /// <summary>Kills in the middle: while sellers sell and webhooks go out.</summary>
    private static async Task SellAndKill(ServerProcess server, string product)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answered = 0;
        var sellers = Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                while (true)
                {
                    await server.Admin.CreateLicense(new CreateLicenseRequest { Email = "artist@studio.example", ProductId = product });
                    if (Interlocked.Increment(ref answered) == EnoughPerRound)
                        enough.SetResult();
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
            {
                // Cut off by the kill: whether it was sold, the database will say.
            }
        }).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await server.Kill();
        await Task.WhenAll(sellers);
    }

    private static async Task<string> Subscribe(ServerProcess server, NodeConsumer consumer)
    {
        var made = await server.Admin.Post(
            "/createWebhookEndpoint", new CreateWebhookEndpointRequest { CreatorId = "creator", Url = consumer.Url, Events = ["license.created"] },
            ProtocolJson.Wire.CreateWebhookEndpointRequest, ProtocolJson.Wire.CreateWebhookEndpointAnswer);
        await consumer.Trust(made.Secret);
        return made.EndpointId;
    }

    private static async Task<string> Rotate(ServerProcess server, string endpoint) => (await server.Admin.Post(
        "/rotateWebhookSecret", new RotateWebhookSecretRequest { EndpointId = endpoint },
        ProtocolJson.Wire.RotateWebhookSecretRequest, ProtocolJson.Wire.RotateWebhookSecretAnswer)).Secret;

    private static async Task<HashSet<string>> Sold(ServerProcess server, string product)
    {
        var sold = new HashSet<string>();
        var cursor = default(string);
        do
        {
            var page = await server.Admin.Post(
                "/listLicenses", new ListLicensesRequest { ProductId = product, Limit = 500, Cursor = cursor },
                ProtocolJson.Wire.ListLicensesRequest, ProtocolJson.Wire.ListLicensesAnswer);
            sold.UnionWith(page.Licenses.Select(license => license.Key));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return sold;
    }
}
