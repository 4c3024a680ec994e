using CgLicense.Keys;
using CgLicense.Protocol;
using CgLicense.Server.Licenses;

namespace CgLicense.Server.Signing;

/// <summary>A signed token and when it ends.</summary>
internal sealed record IssuedToken(string Compact, DateTimeOffset ExpiresAt);

/// <summary>Signs license tokens. Called while a change is being made durable or after it, outside every lock: a signature takes a third of a millisecond.</summary>
internal sealed class TokenIssuer(KeyRing keys, string issuer)
{
    // Tools of a large studio, and a few renewals of each.
    private readonly VerifiedSignatures verified = new(capacity: 100_000);

    public string SigningKid => keys.Current.Signing.Kid;

    /// <summary>
    /// Reads a token that somebody shows. One under an unknown key may be another node's, which saw a new key set first: the folder is
    /// looked at before anyone is turned away.
    /// </summary>
    public TokenReading Read(string? compact, DateTimeOffset now)
    {
        var reading = LicenseToken.Read(compact, keys.Current.KeySet, verified.Verify);
        return reading is TokenReading.Refused { Fault: TokenFault.UnknownKey } && HasNews(now)
            ? LicenseToken.Read(compact, keys.Current.KeySet, verified.Verify)
            : reading;
    }

    public IssuedToken Issue(LicenseFacts license, string fingerprint, string productId, string? sessionId, DateTimeOffset now)
    {
        var claims = TokenRules.ClaimsFor(license, fingerprint, productId, sessionId, now) with
        {
            Iss = issuer,
            Jti = RandomIds.New("tok"),
        };
        var key = keys.Current.Signing;
        var compact = JwsWriter.Write(key, "JWT", claims, ProtocolJson.Wire.TokenClaims);
        verified.Signed(key.PublicKey, compact);
        return new IssuedToken(compact, DateTimeOffset.FromUnixTimeSeconds(claims.Exp));
    }

    private bool HasNews(DateTimeOffset now)
    {
        try
        {
            return keys.Refresh(now);
        }
        catch (Exception e) when (e is KeyFolderException or IOException or UnauthorizedAccessException)
        {
            // The watch over the folder tells of it.
            return false;
        }
    }
}
