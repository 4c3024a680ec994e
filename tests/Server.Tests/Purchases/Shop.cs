using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CgLicense.Server.Tests.Purchases;

/// <summary>A marketplace and a Stripe account, as they send what happened.</summary>
internal sealed class Shop(RunningServer server, TimeProvider clock)
{
    public Task<Answer> Report(object body, string? id = null) => server.Post(
        "/cgloungeWebhook", body, null,
        [("X-Webhook-Secret", EngineFixture.WebhookSecret), .. id is null ? [] : new (string, string)[] { ("webhook-id", id) }]);

    /// <summary>Signed as Standard Webhooks says.</summary>
    public Task<Answer> ReportSigned(string body, string id = "msg_1", string secret = EngineFixture.WebhookSecret, TimeSpan age = default)
    {
        var timestamp = (clock.GetUtcNow() - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
        return server.PostText(
            "/cgloungeWebhook", body, null, ("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", $"v1a,other v1,AAAA v1,{signature}"));
    }

    public Task<Answer> Stripe(string id, string type, DateTimeOffset at, JsonObject about, string secret = EngineFixture.StripeSecret, TimeSpan age = default)
    {
        var body = new JsonObject
        {
            ["id"] = id, ["object"] = "event", ["type"] = type, ["created"] = at.ToUnixTimeSeconds(),
            ["data"] = new JsonObject { ["object"] = about.DeepClone() },
        }.ToJsonString();
        return StripeText(body, Signature(body, secret, age));
    }

    public Task<Answer> StripeText(string body, string signature) => server.PostText("/stripeWebhook", body, null, ("Stripe-Signature", signature));

    public string Signature(string body, string secret = EngineFixture.StripeSecret, TimeSpan age = default)
    {
        var timestamp = (clock.GetUtcNow() - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hex = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}")));
        return $"t={timestamp},v1={new string('0', 64)},v1={hex},v0=ignored";
    }

    /// <summary>The licenses that carry a purchase, oldest first.</summary>
    public async Task<List<JsonElement>> Licenses(string product) =>
        [.. (await server.Admin("/listLicenses", new { productId = product })).Ok()["licenses"].EnumerateArray().Reverse()];
}
