using System.Text.Json.Nodes;
using CgLicense.Protocol;
using CgLicense.Server.Tests.Processes;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Purchases;

/// <summary>
/// A subscription's whole life, from the paid session to its end, in events that Stripe's own library signs, against the real program:
/// killed without warning while it takes each of them in, and started again; Stripe sends again until it is told 200.
/// </summary>
public sealed class StripeLifeTests : IAsyncLifetime
{
    private const string Secret = "whsec_of-a-real-life-0123456789";

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-test-").FullName;
    private readonly StripeAccount account = new("life");
    private string? database;
    private ServerProcess? server;
    private int duplicates;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        if (database is not null)
            await TestPostgres.Drop(database);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public Task On_SQLite_an_order_lives_from_its_payment_to_its_end_through_kills() => Live([]);

    [Fact]
    public async Task On_PostgreSQL_an_order_lives_from_its_payment_to_its_end_through_kills()
    {
        database = await TestPostgres.Create();
        await Live(new() { ["CGLICENSE_DATABASE"] = TestPostgres.ConnectionTo(database) });
    }

    private async Task Live(Dictionary<string, string> settings)
    {
        settings["CGLICENSE_STRIPE_SECRET"] = "whsec_an-older-one-0123456789," + Secret;
        server = await ServerProcess.Start(folder, null, settings);
        await using var stripe = StripeSender.Start(Secret);
        var product = await server.Admin.CreateProduct();
        await server.Admin.Post(
            "/createPrice", new CreatePriceRequest { PriceId = account.PriceId, ProductId = product }, ProtocolJson.Wire.CreatePriceRequest, ProtocolJson.Wire.CreatePriceAnswer);
        var began = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).AddDays(-40);

        await Deliver(stripe, settings, account.Session(began, "subscription"));
        await Deliver(stripe, settings, account.InvoicePaid(began, 0, began.AddDays(30)));
        var license = await Only(product);
        Assert.Equal((LicenseStatus.Expired, began.AddDays(33)), (license.Status, license.ExpiresAt));
        await Deliver(stripe, settings, account.InvoicePaid(began.AddDays(30), 1, began.AddDays(60)));
        Assert.Equal((200, LicenseStatus.Active), await Activate(license.Key, product));
        await Deliver(stripe, settings, account.PaymentFailed(began.AddDays(39)));
        Assert.Equal((200, LicenseStatus.Degraded), await Activate(license.Key, product));
        await Deliver(stripe, settings, account.InvoicePaid(began.AddDays(39.5), 2, began.AddDays(90)));
        Assert.Equal((200, LicenseStatus.Active), await Activate(license.Key, product));
        Assert.Equal(began.AddDays(93), (await Only(product)).ExpiresAt);

        // From here on time is short: the next subscription's paid period ends in a moment.
        var brief = new StripeAccount("brief");
        await server!.Admin.Post(
            "/createPrice", new CreatePriceRequest { PriceId = brief.PriceId, ProductId = product, Variant = "studio" }, ProtocolJson.Wire.CreatePriceRequest, ProtocolJson.Wire.CreatePriceAnswer);
        await Deliver(stripe, settings, brief.Session(began.AddDays(20), "subscription"));
        await Deliver(stripe, settings, brief.InvoicePaid(began.AddDays(20), 0, began.AddDays(40)));
        var other = (await Licenses(product)).Single(each => each.Variant == "studio");
        Assert.Equal((200, LicenseStatus.Active), await Activate(other.Key, product));
        await Deliver(stripe, settings, brief.Updated(began.AddDays(39), cancelling: true));
        await Deliver(stripe, settings, brief.Deleted(began.AddDays(40)));
        Assert.Equal((403, null), await Activate(other.Key, product));
        Assert.Equal(LicenseStatus.Expired, (await Licenses(product)).Single(each => each.Variant == "studio").Status);
        Assert.Equal(2, (await Licenses(product)).Count);
        TestContext.Current.TestOutputHelper!.WriteLine($"9 events, as many kills; {duplicates} had been taken in before the answer was lost");
    }

    /// <summary>The server dies while it has the event in hand; Stripe, without an answer, sends it again.</summary>
    private async Task Deliver(StripeSender stripe, Dictionary<string, string> settings, (string Id, string Type, DateTimeOffset At, JsonObject About) what)
    {
        var sent = new JsonObject
        {
            ["id"] = what.Id, ["object"] = "event", ["type"] = what.Type, ["created"] = what.At.ToUnixTimeSeconds(), ["data"] = new JsonObject { ["object"] = what.About },
        };
        var first = stripe.Send(server!.Url, sent);
        await server.Kill();
        var url = server.Url;
        await server.DisposeAsync();
        Assert.Contains((await first).Status, new[] { 0, 200 });
        server = await ServerProcess.Start(folder, url, settings);
        var (status, body) = await stripe.Send(server.Url, sent);
        Assert.True(status == 200, body);
        duplicates += (bool)JsonNode.Parse(body)!["duplicate"]! ? 1 : 0;
    }

    private async Task<LicenseRecord> Only(string product) => Assert.Single(await Licenses(product));

    private async Task<IReadOnlyList<LicenseRecord>> Licenses(string product) => (await server!.Admin.Post(
        "/listLicenses", new ListLicensesRequest { ProductId = product }, ProtocolJson.Wire.ListLicensesRequest, ProtocolJson.Wire.ListLicensesAnswer)).Licenses;

    /// <summary>What the artist's tool is told.</summary>
    private async Task<(int Status, string? License)> Activate(string key, string product)
    {
        var answer = await Wire.TryPost(
            server!.Url, "/activate", new { licenseKey = key, machineFingerprint = new string('a', 64), hostname = "ws", productId = product });
        return (answer!.Status, answer.Status == 200 ? answer.String("status") : null);
    }
}
