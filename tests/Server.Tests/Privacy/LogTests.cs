using System.Net;
using CgLicense.Server.Tests.Processes;

namespace CgLicense.Server.Tests.Privacy;

/// <summary>
/// What a real server writes while everything is used and much goes wrong, with every level of the log switched on: a log is
/// copied, mailed and kept, so nothing that opens a door or names a person may be in it.
/// </summary>
public abstract class LogTests(Nodes nodes)
{
    private const string Artist = "artist@studio.example";
    private const string Host = "workstation-of-the-artist";

    [Fact]
    public async Task The_log_never_holds_a_key_a_token_a_secret_or_a_person()
    {
        await using var server = await nodes.Start(null, ("Logging__LogLevel__Default", "Trace"), ("Logging__LogLevel__Microsoft", "Trace"));
        var product = await Wire.NewProduct(server.Url);
        var key = await Wire.Sell(server.Url, product, "machines", machines: 1);
        var apiKey = (await Wire.Admin(server.Url, "/createApiKey", new { creatorId = "studio-one", name = "build" })).Ok().String("apiKey")!;
        var hook = (await Wire.Admin(server.Url, "/createWebhookEndpoint", new { creatorId = "studio-one", url = "https://shop.example/hooks" })).Ok().String("secret")!;
        var token = (await key.Ask(server.Url, "/activate", Host)).Ok().String("token")!;
        string[] secrets = [EngineFixture.AdminSecret, apiKey, hook, key.LicenseKey, token, Artist, Host];

        await Use(server.Url, key, token, apiKey);
        await Misuse(server.Url, key, token, apiKey);
        await nodes.BreakActivations();
        var another = await Wire.Sell(server.Url, product, "machines", machines: 1);
        Assert.Equal(500, (await another.Ask(server.Url, "/activate", Host)).Status);
        await server.Stop();

        // The fault itself is there, or nobody could mend it.
        Assert.Contains("/activate", server.Output, StringComparison.Ordinal);
        Assert.Contains("broken", server.Output, StringComparison.Ordinal);
        foreach (var secret in (string[])[.. secrets, another.LicenseKey])
        {
            Assert.DoesNotContain(secret, server.Output, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(WebUtility.UrlEncode(secret), server.Output, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task Use(string url, Key key, string token, string apiKey)
    {
        (await Wire.Post(url, "/validate", new { licenseKey = key.LicenseKey, machineFingerprint = Host, token })).Ok();
        (await Wire.Post(url, "/verify", new { token, productId = key.ProductId, machineFingerprint = Host, licenseKey = key.LicenseKey })).Ok();
        (await Wire.Get(url, $"/listLicenses?apiKey={apiKey}&email={WebUtility.UrlEncode(Artist)}")).Ok();
        (await Wire.Get(url, $"/getLicense?apiKey={apiKey}&licenseKey={key.LicenseKey}")).Ok();
        (await key.Change(url, "/updateLicense", new { email = Artist, maxMachines = 1 })).Ok();
        (await Wire.Admin(url, "/exportCustomer", new { email = Artist })).Ok();
        (await Wire.Admin(url, "/eraseCustomer", new { email = Artist, dryRun = true })).Ok();
    }

    private static async Task Misuse(string url, Key key, string token, string apiKey)
    {
        Assert.Equal(403, (await key.Ask(url, "/activate", "one-too-many-" + Host)).Status);
        Assert.Equal(401, (await Wire.Post(url, "/listLicenses", new { apiKey = apiKey + "x" })).Status);
        Assert.Equal(401, (await Wire.Post(url, "/listLicenses", new { }, EngineFixture.AdminSecret + "x")).Status);
        Assert.Equal(404, (await Wire.Post(url, "/validate", new { licenseKey = key.LicenseKey + "X", machineFingerprint = Host, token })).Status);
        Assert.Equal(404, (await Wire.Get(url, $"/no-such-route/{key.LicenseKey}?apiKey={apiKey}&email={Artist}")).Status);
        Assert.Equal(400, (await Wire.PostText(url, "/activate", $$"""{"licenseKey":"{{key.LicenseKey}}","hostname":"{{Host}}",""")).Status);
        Assert.Equal(400, (await Wire.PostText(url, "/activate", $$"""{"licenseKey":["{{key.LicenseKey}}"],"hostname":["{{Host}}","{{Artist}}"]}""")).Status);
    }
}

public sealed class LogsOnSqlite(SqliteNode nodes) : LogTests(nodes), IClassFixture<SqliteNode>;

public sealed class LogsOnPostgres(PostgresNodes nodes) : LogTests(nodes), IClassFixture<PostgresNodes>;
