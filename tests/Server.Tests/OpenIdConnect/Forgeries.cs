using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CgLicense.Server.Tests.OpenIdConnect;

/// <summary>Answers of a provider that no browser may be signed in for, by name. Each differs from an honest one in this alone.</summary>
internal static class Forgeries
{
    private static readonly Dictionary<string, Action<ForgingProvider>> All = new(StringComparer.Ordinal)
    {
        ["another nonce"] = provider => provider.Claims = claims => claims["nonce"] = "another",
        ["no nonce"] = provider => provider.Claims = claims => claims.Remove("nonce"),
        ["another audience"] = provider => provider.Claims = claims => claims["aud"] = "another-client",
        ["no audience"] = provider => provider.Claims = claims => claims.Remove("aud"),
        ["several audiences, made for another"] = provider => provider.Claims = claims =>
            (claims["aud"], claims["azp"]) = (new JsonArray(ForgingProvider.Client, "another-client"), "another-client"),
        ["several audiences, made for nobody"] = provider => provider.Claims = claims => claims["aud"] = new JsonArray(ForgingProvider.Client, "another-client"),
        ["another issuer"] = provider => provider.Claims = claims => claims["iss"] = "https://login.example.com",
        ["no issuer"] = provider => provider.Claims = claims => claims.Remove("iss"),
        ["expired"] = provider => provider.Claims = claims => claims["exp"] = claims["iat"]!.GetValue<long>() - 121,
        ["no expiry"] = provider => provider.Claims = claims => claims.Remove("exp"),
        ["not yet"] = provider => provider.Claims = claims => claims["nbf"] = claims["iat"]!.GetValue<long>() + 121,
        ["no subject"] = provider => provider.Claims = claims => claims.Remove("sub"),
        ["no signature"] = provider => provider.Token = claims => provider.Signed("none", claims, _ => []),
        ["signature cut off"] = provider => provider.Token = claims => provider.Sign(claims)[..^4],
        ["claims exchanged after signing"] = provider => provider.Token = claims =>
        {
            var parts = provider.Sign(claims).Split('.');
            claims["sub"] = "the-admin";
            return $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}.{parts[2]}";
        },
        ["HS256 with the client secret"] = provider => provider.Token = claims =>
            provider.Signed("HS256", claims, text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(ForgingProvider.ClientSecret), text)),
        ["HS256 with the client id"] = provider => provider.Token = claims =>
            provider.Signed("HS256", claims, text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(ForgingProvider.Client), text)),
        ["HS256 with the public key as PEM"] = provider => provider.Token = claims =>
            provider.Signed("HS256", claims, text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(provider.Key.ExportSubjectPublicKeyInfoPem()), text)),
        ["HS256 with the public key's modulus"] = provider => provider.Token = claims =>
            provider.Signed("HS256", claims, text => HMACSHA256.HashData(provider.Key.ExportParameters(false).Modulus!, text)),
        ["HS512 with the published shared key"] = provider =>
        {
            provider.Token = claims => provider.Signed("HS512", claims, text => HMACSHA512.HashData(new byte[64], text));
            provider.KeyId = "shared";
        },
        ["a key of its own"] = provider => provider.Token = claims => OwnKey(provider, claims, null),
        ["a key of its own, brought along"] = provider => provider.Token = claims => OwnKey(provider, claims, "jwk"),
        ["an unknown extension"] = provider => provider.Token = claims => provider.Signed(
            "RS256", claims, text => provider.Key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            new() { ["crit"] = new JsonArray("b64"), ["b64"] = true }),
        ["no token"] = provider => provider.Token = _ => "",
        ["no token but words"] = provider => provider.Token = _ => "signed by me",
        ["a code that was used"] = provider => provider.Refusal = (400, """{"error":"invalid_grant"}"""),
        ["words instead of tokens"] = provider => provider.Refusal = (200, "<html>please sign in</html>"),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static void Play(string name, ForgingProvider provider) => All[name](provider);

    private static string OwnKey(ForgingProvider provider, JsonObject claims, string? header)
    {
        using var key = RSA.Create(2048);
        var parts = key.ExportParameters(false);
        JsonObject more = header is null ? [] : new()
        {
            [header] = new JsonObject { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(parts.Modulus), ["e"] = Base64Url.EncodeToString(parts.Exponent) },
        };
        return provider.Signed("RS256", claims, text => key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), more);
    }
}
