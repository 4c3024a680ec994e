using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>Why an ID token is not believed; for the log, so nothing of the token is in it.</summary>
/// <param name="MayBeNewKey">It may be signed with a key that the provider has begun to use since its keys were read.</param>
internal sealed record IdTokenFault(string Why, bool MayBeNewKey = false);

/// <summary>Judges an ID token (OpenID Connect Core 1.0 section 3.1.3.7).</summary>
internal sealed class IdToken(string clientId, TimeProvider clock)
{
    /// <summary>Two honest clocks may differ by so much.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>Signatures that only the provider can make. With HS256 among them, the public key would be the forger's secret.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>Who it is about, or why it is not believed.</summary>
    public async Task<(PersonClaims? Person, IdTokenFault? Fault)> Judge(string text, KnownProvider provider, string nonce)
    {
        var judged = await handler.ValidateTokenAsync(text, Expected(provider));
        if (!judged.IsValid)
            return (null, Fault(judged.Exception));
        var token = (JsonWebToken)judged.SecurityToken;
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var person = PersonClaims.Read(payload.RootElement);
        var facts = new IdTokenFacts(
            person.Subject, person.First("nonce"), token.Audiences.Count(), person.First("azp"), token.TryGetHeaderValue<object>("crit", out _));
        return IdTokenRules.Problem(facts, clientId, nonce) is { } problem ? (null, new(problem)) : (person, null);
    }

    private TokenValidationParameters Expected(KnownProvider provider) => new()
    {
        ValidAlgorithms = Algorithms,
        ValidIssuer = provider.Metadata.Issuer,
        ValidAudience = clientId,
        IssuerSigningKeys = provider.Keys,
        RequireSignedTokens = true,
        LifetimeValidator = (from, until, _, _) => IsTime(from, until),
    };

    // The library has times without an offset; they are UTC, and as far off as a token, or the library, cares to say: only ours is reckoned with.
    private bool IsTime(DateTime? from, DateTime? until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until is { } end && now - Skew < end && (from is not { } begin || now + Skew >= begin);
    }

    private static IdTokenFault Fault(Exception? e) => e switch
    {
        SecurityTokenSignatureKeyNotFoundException => new("it is signed with a key that is none of the provider's", MayBeNewKey: true),
        // A token need not say which key it was signed with.
        SecurityTokenInvalidSignatureException => new("its signature is not the provider's", MayBeNewKey: true),
        SecurityTokenInvalidAlgorithmException => new("it is signed in a way that anybody could"),
        SecurityTokenInvalidIssuerException => new("it is of another issuer"),
        SecurityTokenInvalidAudienceException => new("it was made for another client"),
        SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException => new("it has expired, or its time has not come"),
        _ => new("it cannot be read"),
    };
}
