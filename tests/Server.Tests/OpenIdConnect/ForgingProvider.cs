using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CgLicense.Server.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CgLicense.Server.Tests.OpenIdConnect;

/// <summary>An OpenID provider that answers as a test wants it to, honest or not.</summary>
internal sealed class ForgingProvider : IAsyncDisposable
{
    public const string Client = "cglicense";
    public const string ClientSecret = "a client's secret: 50% & more+";

    private readonly WebApplication app;
    private readonly TimeProvider clock;

    private ForgingProvider(WebApplication app, TimeProvider clock) => (this.app, this.clock) = (app, clock);

    public string Issuer => app.Urls.First();

    public RSA Key { get; set; } = RSA.Create(2048);

    public string KeyId { get; set; } = "one";

    /// <summary>Changes what the token says.</summary>
    public Action<JsonObject> Claims { get; set; } = _ => { };

    /// <summary>From claims to the token; honest unless a test says otherwise.</summary>
    public Func<JsonObject, string>? Token { get; set; }

    /// <summary>Changes what the provider says about itself.</summary>
    public Action<JsonObject> Metadata { get; set; } = _ => { };

    /// <summary>The token endpoint's answer in place of tokens.</summary>
    public (int Status, string Body)? Refusal { get; set; }

    public JsonObject? Userinfo { get; set; }

    /// <summary>Nonces by code: as a provider keeps them between its page and its token endpoint.</summary>
    public ConcurrentDictionary<string, string> Nonces { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked of it, newest last: path, Authorization header, form.</summary>
    public ConcurrentQueue<(string Path, string Authorization, IFormCollection? Form)> Asked { get; } = new();

    public static async Task<ForgingProvider> Start(TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new ForgingProvider(builder.Build(), clock);
        provider.app.Run(provider.Answer);
        await provider.app.StartAsync();
        return provider;
    }

    public OidcOptions Options(params string[] admins) =>
        new(Issuer, Client, new(ClientSecret), OidcOptions.DefaultScopes, [.. admins.Select(entry => AdmittedEntry.Read(entry)!)]);

    /// <summary>What an honest provider would say of Ann now.</summary>
    public JsonObject Honest(string? nonce) => new()
    {
        ["iss"] = Issuer, ["aud"] = Client, ["sub"] = "ann-1", ["nonce"] = nonce, ["email"] = "ann@studio.example", ["email_verified"] = true,
        ["iat"] = clock.GetUtcNow().ToUnixTimeSeconds(), ["exp"] = clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds(),
    };

    public string Sign(JsonObject claims) => Signed("RS256", claims, text => Key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string Signed(string algorithm, JsonObject claims, Func<byte[], byte[]> sign, JsonObject? more = null)
    {
        var header = more ?? [];
        header["alg"] = algorithm;
        header["kid"] = KeyId;
        var text = Encoded(header) + "." + Encoded(claims);
        return text + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Key.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
        Asked.Enqueue((path, context.Request.Headers.Authorization.ToString(), form));
        var (status, body) = path switch
        {
            "/.well-known/openid-configuration" => (200, Described().ToJsonString()),
            "/keys" => (200, Keys().ToJsonString()),
            "/token" => Refusal ?? (200, Tokens(form!["code"].ToString()).ToJsonString()),
            "/userinfo" when Userinfo is { } person => (200, person.ToJsonString()),
            _ => (404, ""),
        };
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    }

    private JsonObject Described()
    {
        var said = new JsonObject
        {
            ["issuer"] = Issuer, ["authorization_endpoint"] = Issuer + "/authorize?tenant=1", ["token_endpoint"] = Issuer + "/token",
            ["jwks_uri"] = Issuer + "/keys",
        };
        Metadata(said);
        return said;
    }

    private JsonObject Keys()
    {
        var key = Key.ExportParameters(false);
        return new()
        {
            ["keys"] = new JsonArray(
                new JsonObject { ["kty"] = "RSA", ["kid"] = KeyId, ["use"] = "sig", ["n"] = Base64Url.EncodeToString(key.Modulus), ["e"] = Base64Url.EncodeToString(key.Exponent) },
                // A key that is no secret: whatever is signed with it must not count.
                new JsonObject { ["kty"] = "oct", ["kid"] = "shared", ["k"] = Base64Url.EncodeToString(new byte[64]) }),
        };
    }

    private JsonObject Tokens(string code)
    {
        var claims = Honest(Nonces.GetValueOrDefault(code));
        Claims(claims);
        return new() { ["id_token"] = (Token ?? Sign)(claims), ["access_token"] = "an-access-token", ["token_type"] = "Bearer" };
    }

    private static string Encoded(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
