using CgLicense.Keys;
using CgLicense.Protocol;
using CgLicense.Server.Licenses;

namespace CgLicense.Server.Signing;

/// <summary>A signed token and when it ends.</summary>
internal sealed record IssuedToken(string Compact, DateTimeOffset ExpiresAt);

/// <summary>Signs license tokens. Called after commit, outside every lock: a signature costs about a millisecond.</summary>
internal sealed class TokenIssuer(KeyRing keys, string issuer)
{
    public string SigningKid => keys.Current.Signing.Kid;

    public KeySet KeySet => keys.Current.KeySet;

    public IssuedToken Issue(LicenseFacts license, string fingerprint, string productId, string? sessionId, DateTimeOffset now)
    {
        var claims = TokenRules.ClaimsFor(license, fingerprint, productId, sessionId, now) with
        {
            Iss = issuer,
            Jti = RandomIds.New("tok"),
        };
        var compact = JwsWriter.Write(keys.Current.Signing, "JWT", claims, ProtocolJson.Wire.TokenClaims);
        return new IssuedToken(compact, DateTimeOffset.FromUnixTimeSeconds(claims.Exp));
    }
}
