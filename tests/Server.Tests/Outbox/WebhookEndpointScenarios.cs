using System.Text.Json;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>Making, changing and finding endpoints, and who may.</summary>
public abstract class WebhookEndpointScenarios(EngineFixture engine) : WebhookScenario(engine)
{
    private const string Url = "https://hooks.studio.example/cglicense";

    [Fact]
    public async Task An_endpoint_begins_active_and_with_all_events()
    {
        var creator = NewCreator();
        var made = (await Server.Admin("/createWebhookEndpoint", new { creatorId = creator, url = Url })).Ok();
        var endpoint = (await Listed(new { creatorId = creator })).Single();
        Assert.Equal(made.String("endpointId"), endpoint.GetProperty("endpointId").GetString());
        Assert.Equal((Url, true, creator), (Text(endpoint, "url"), endpoint.GetProperty("active").GetBoolean(), Text(endpoint, "creatorId")));
        Assert.Equal("""["*"]""", endpoint.GetProperty("events").GetRawText());
        Assert.All(
            new[] { "productId", "description", "disabledReason", "failingSince", "lastSuccessAt", "previousSecretUntil" },
            member => Assert.Equal(JsonValueKind.Null, endpoint.GetProperty(member).ValueKind));
        Assert.DoesNotContain("whsec_", endpoint.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_an_update_names_changes()
    {
        var creator = NewCreator();
        var product = await NewProduct(creator);
        var id = (await Server.Admin(
            "/createWebhookEndpoint", new { creatorId = creator, url = Url, events = new[] { "license.*" }, productId = product, description = "shop" }))
            .Ok().String("endpointId");
        var same = (await Server.Admin("/updateWebhookEndpoint", new { endpointId = id })).Ok()["endpoint"];
        Assert.Equal(("shop", product, """["license.*"]"""), (Text(same, "description"), Text(same, "productId"), same.GetProperty("events").GetRawText()));
        var changed = (await Server.Admin(
            "/updateWebhookEndpoint", new { endpointId = id, url = Url + "/2", events = new[] { "*" }, productId = "", description = "" })).Ok()["endpoint"];
        Assert.Equal(changed.ToString(), (await Listed(new { creatorId = creator })).Single().ToString());
        Assert.Equal((Url + "/2", null, null, """["*"]"""),
            (Text(changed, "url"), Text(changed, "description"), Text(changed, "productId"), changed.GetProperty("events").GetRawText()));
    }

    [Fact]
    public async Task To_an_API_key_the_endpoints_of_others_do_not_exist()
    {
        await using var receiver = await Receiver.Start();
        var theirs = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        var delivery = (await theirs.Delivery()).GetProperty("deliveryId").GetString();
        var creator = NewCreator();
        var (key, product) = (await NewApiKey(creator), await NewProduct(theirs.Creator));
        var noEndpoint = new Refusal(404, "not_found", "Webhook endpoint not found");
        foreach (var path in new[] { "/updateWebhookEndpoint", "/deleteWebhookEndpoint", "/rotateWebhookSecret", "/sendTestWebhook", "/replayWebhookDelivery" })
            await Refused(noEndpoint, () => Server.Post(path, new { endpointId = theirs.EndpointId }, key));
        await Refused(new(404, "not_found", "Webhook delivery not found"), () => Server.Post("/replayWebhookDelivery", new { deliveryId = delivery }, key));
        await Refused(new(404, "not_found", "Creator not found"), () => Server.Post("/createWebhookEndpoint", new { creatorId = theirs.Creator, url = Url }, key));
        await Refused(Refusal.ProductNotFound, () => Server.Post("/createWebhookEndpoint", new { url = Url, productId = product }, key));
        await Refused(Refusal.LicenseNotFound, () => Server.Post("/listWebhookDeliveries", new { licenseKey = "CGL-00000-00000-00000-00000-00000" }, key));
        Assert.Equal(0, (await Server.Post("/listWebhookEndpoints", new { creatorId = theirs.Creator }, key)).Ok().Number("count"));
        Assert.Equal(0, (await Server.Post("/listWebhookDeliveries", new { endpointId = theirs.EndpointId }, key)).Ok().Number("count"));
        Assert.Equal(0, (await Server.Post("/listWebhookDeliveries", new { creatorId = theirs.Creator }, key)).Ok().Number("count"));
        (await Server.Post("/createWebhookEndpoint", new { url = Url }, key)).Ok();
        Assert.Equal(creator, Text((await Server.Get("/listWebhookEndpoints", key)).Ok()["endpoints"][0], "creatorId"));
    }

    [Fact]
    public async Task Of_40_endpoints_made_at_once_a_creator_gets_20_and_a_deleted_one_makes_room()
    {
        await using var other = await Engine.StartAnother();
        var creator = NewCreator();
        Task<Answer> Make(RunningServer node) => node.Admin("/createWebhookEndpoint", new { creatorId = creator, url = Url });
        var answers = await Crowd.AtOnce(40, i => Make(i % 2 == 0 ? Server : other));
        var made = answers.Where(answer => answer.Status == 200).Select(answer => answer.String("endpointId")).ToList();
        Assert.Equal(20, made.Count);
        var full = Refusal.Conflict("The creator has 20 webhook endpoints already. Delete one that is no longer needed.");
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Is(full));
        (await Server.Admin("/deleteWebhookEndpoint", new { endpointId = made[7] })).Ok();
        (await Make(Server)).Ok();
        (await Make(Server)).Is(full);
    }

    [Fact]
    public async Task Endpoints_are_listed_page_by_page()
    {
        var creator = NewCreator();
        for (var i = 0; i < 5; i++)
            (await Server.Admin("/createWebhookEndpoint", new { creatorId = creator, url = $"{Url}/{i}" })).Ok();
        var urls = new List<string?>();
        var cursor = default(string);
        do
        {
            var page = (await Server.Admin("/listWebhookEndpoints", new { creatorId = creator, limit = 2, cursor })).Ok();
            urls.AddRange(page["endpoints"].EnumerateArray().Select(endpoint => Text(endpoint, "url")));
            cursor = page.String("nextCursor");
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{Url}/{i}"), urls);
        await Refused(
            Refusal.InvalidRequest("Field 'cursor' must be the nextCursor of an earlier page."),
            () => Server.Admin("/listWebhookEndpoints", new { cursor = "abc" }));
    }

    [Theory]
    [InlineData("/createWebhookEndpoint", """{"creatorId":"c"}""")]
    [InlineData("/createWebhookEndpoint", """{"url":"https://hooks.studio.example/"}""")]
    [InlineData("/updateWebhookEndpoint", "{}")]
    [InlineData("/deleteWebhookEndpoint", "{}")]
    [InlineData("/rotateWebhookSecret", "{}")]
    [InlineData("/sendTestWebhook", "{}")]
    [InlineData("/replayWebhookDelivery", "{}")]
    public Task What_is_missing_is_said(string path, string body) =>
        Refused(Refusal.MissingFields, () => Server.PostText(path, body, EngineFixture.AdminSecret));

    [Theory]
    [InlineData("/createWebhookEndpoint", """{"creatorId":"c","url":"ftp://hooks.example/"}""", "Field 'url' must be an address that begins with https:// or http://.")]
    [InlineData("/createWebhookEndpoint", """{"creatorId":"c","url":"https://hooks.example/","events":[]}""", "Field 'events' is empty. Leave it out for all events.")]
    [InlineData("/rotateWebhookSecret", """{"endpointId":"we_1","overlapHours":169}""", "Field 'overlapHours' must be a whole number from 0 to 168.")]
    [InlineData("/replayWebhookDelivery", """{"endpointId":"we_1","deliveryId":"del_1"}""", "Send 'deliveryId' alone, or 'endpointId' with an optional 'since'.")]
    [InlineData("/replayWebhookDelivery", """{"deliveryId":"del_1","since":"2027-01-01"}""", "Send 'deliveryId' alone, or 'endpointId' with an optional 'since'.")]
    [InlineData("/listWebhookDeliveries", """{"status":"lost"}""", "Field 'status' must be one of: pending, delivered, failed, dead.")]
    [InlineData("/listWebhookEndpoints", """{"limit":501}""", "Field 'limit' must be a whole number from 1 to 500.")]
    public Task What_cannot_be_used_is_said(string path, string body, string text) =>
        Refused(Refusal.InvalidRequest(text), () => Server.PostText(path, body, EngineFixture.AdminSecret));

    [Fact]
    public async Task Every_change_of_an_endpoint_is_on_record_without_its_secret_and_its_path()
    {
        var creator = NewCreator();
        var id = (await Server.Admin("/createWebhookEndpoint", new { creatorId = creator, url = Url + "?token=hidden" })).Ok().String("endpointId")!;
        (await Server.Admin("/updateWebhookEndpoint", new { endpointId = id, events = new[] { "license.*" } })).Ok();
        (await Server.Admin("/rotateWebhookSecret", new { endpointId = id })).Ok();
        (await Server.Admin("/sendTestWebhook", new { endpointId = id })).Ok();
        (await Server.Admin("/replayWebhookDelivery", new { endpointId = id })).Ok();
        (await Server.Admin("/deleteWebhookEndpoint", new { endpointId = id })).Ok();
        var rows = await Server.Database.Read(session => session.Many(
            "SELECT action, details FROM audit WHERE subject = @id ORDER BY id", row => (row.GetString(0), row.TextOrNull(1)), ("id", id)));
        Assert.Equal(
            [
                ("createWebhookEndpoint", "https://hooks.studio.example, *, all products, active"),
                ("updateWebhookEndpoint", "https://hooks.studio.example, license.*, all products, active"),
                ("rotateWebhookSecret", "overlap 24 h"),
                ("sendTestWebhook", "webhook.test"),
                ("replayWebhookDelivery", "0 replayed"),
                ("deleteWebhookEndpoint", null),
            ],
            rows);
    }

    private async Task<List<JsonElement>> Listed(object filter) =>
        [.. (await Server.Admin("/listWebhookEndpoints", filter)).Ok()["endpoints"].EnumerateArray()];

    private static string? Text(JsonElement row, string member) => row.GetProperty(member).GetString();
}

public sealed class WebhookEndpointsOnSqlite(SqliteEngine engine) : WebhookEndpointScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class WebhookEndpointsOnPostgres(PostgresEngine engine) : WebhookEndpointScenarios(engine), IClassFixture<PostgresEngine>;
