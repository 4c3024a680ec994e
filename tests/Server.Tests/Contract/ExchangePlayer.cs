using System.Text;
using System.Text.Json;
using CgLicense.Protocol;
using CgLicense.Server.Tests.Purchases;

namespace CgLicense.Server.Tests.Contract;

/// <summary>Sends an exchange's request, as its words say: by whom, how often, how broken.</summary>
internal sealed class ExchangePlayer(EngineFixture engine, Placeholders values)
{
    private RunningServer Server => engine.Server;

    public Task<Answer> Play(Exchange exchange) => Play(exchange, exchange.Request.GetRawText());

    /// <param name="exchange">Method, path, credential and other circumstances.</param>
    /// <param name="request">What is sent in place of the exchange's own request; its placeholders are filled in.</param>
    public async Task<Answer> Play(Exchange exchange, string request)
    {
        var credential = await Credential(exchange);
        var json = values.Fill(request);
        var path = exchange.Method == "GET" ? exchange.Path + Query(json) : exchange.Path;
        (string, string)[] headers = exchange.Has("idempotency:reused") ? [("Idempotency-Key", "used-before")]
            : exchange.Auth == "stripe" && !exchange.Has("auth:missing") ? [("Stripe-Signature", Signature(exchange, json))]
            : [];
        if (exchange.Has("idempotency:reused"))
            await Server.PostText(path, json.TrimEnd()[..^1].TrimEnd() + ",\"note\":\"another body\"}", credential, headers);
        if (exchange.Has("body:malformed"))
            json = json[..(json.Length / 2)];
        if (exchange.Has("body:too-large"))
            json = json.PadRight(Defaults.MaxBodyBytes + 1);
        return await Server.Send(
            new HttpMethod(exchange.Method), path, exchange.Method == "POST" ? new StringContent(json, Encoding.UTF8, "application/json") : null,
            credential, headers);
    }

    private async Task<string?> Credential(Exchange exchange) =>
        exchange.Auth is null or "stripe" || exchange.Has("auth:missing") ? null
        : exchange.Has("auth:wrong") ? "not-a-credential"
        : exchange.Has("auth:other-creator") ? await NewApiKey("studio-two")
        : exchange.Auth == "apiKey" ? await NewApiKey("studio-one")
        : exchange.Auth == "webhook" ? EngineFixture.WebhookSecret
        : EngineFixture.AdminSecret;

    private string Signature(Exchange exchange, string json) =>
        new Shop(Server, engine.Clock).Signature(json, exchange.Has("auth:wrong") ? "not-a-credential" : EngineFixture.StripeSecret);

    private async Task<string> NewApiKey(string creator) =>
        (await Server.Admin("/createApiKey", new { creatorId = creator, name = "build machine" })).Ok().String("apiKey")!;

    private static string Query(string json)
    {
        using var request = JsonDocument.Parse(json);
        var fields = request.RootElement.EnumerateObject().Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value.ToString())}");
        return "?" + string.Join('&', fields);
    }
}
