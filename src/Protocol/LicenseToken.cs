namespace CgLicense.Protocol;

/// <summary>Why a token is not believed.</summary>
public enum TokenFault
{
    /// <summary>Not three strict base64url parts of JSON.</summary>
    Malformed,

    /// <summary>Another <c>alg</c> than RS256, a critical extension, or a key that the token brings along.</summary>
    UnacceptableHeader,

    /// <summary>No <c>kid</c>, or one that the key set does not know. A newer key set may know it.</summary>
    UnknownKey,

    /// <summary>The key set says that this key must not be believed any more.</summary>
    RevokedKey,

    /// <summary>The key did not sign these bytes.</summary>
    BadSignature,

    /// <summary>Signed, but the claims are incomplete or were issued outside the key's own period.</summary>
    BadClaims,
}

/// <summary>What reading a token came to: <see cref="Genuine"/> or <see cref="Refused"/>.</summary>
public abstract record TokenReading
{
    private TokenReading()
    {
    }

    /// <summary>The signature and the claims hold. Whether the token is still in time is the caller's question.</summary>
    public sealed record Genuine(TokenClaims Claims, string Kid) : TokenReading;

    public sealed record Refused(TokenFault Fault) : TokenReading;
}

/// <summary>Reads license tokens: RS256 JWTs (RFC 7519) under the hardening rules of RFC 8725.</summary>
public static class LicenseToken
{
    /// <summary>
    /// Checks form, header, key and signature, in this order. Expiry is not judged here: an expired but genuine token
    /// still proves who its bearer was.
    /// </summary>
    public static TokenReading Read(string? compact, KeySet keys) => Read(compact, keys, (key, data, signature) => key.Verify(data, signature));

    /// <inheritdoc cref="Read(string?, KeySet)"/>
    internal static TokenReading Read(string? compact, KeySet keys, SignatureCheck isSigned)
    {
        var jws = Jws.TryParse(compact);
        if (jws is null)
            return new TokenReading.Refused(TokenFault.Malformed);
        if (!jws.Header.IsPlainRs256)
            return new TokenReading.Refused(TokenFault.UnacceptableHeader);
        var kid = jws.Header.Kid;
        if (kid is null)
            return new TokenReading.Refused(TokenFault.UnknownKey);
        if (keys.IsRevoked(kid))
            return new TokenReading.Refused(TokenFault.RevokedKey);
        var key = keys.Find(kid);
        if (key is null)
            return new TokenReading.Refused(TokenFault.UnknownKey);
        if (!jws.IsSignedBy(key.PublicKey, isSigned))
            return new TokenReading.Refused(TokenFault.BadSignature);
        var claims = SignedJson.TryRead(jws.Payload, ProtocolJson.Wire.TokenClaims);
        if (claims is null || !IsComplete(claims) || !key.CoversIssueAt(claims.Iat))
            return new TokenReading.Refused(TokenFault.BadClaims);
        return new TokenReading.Genuine(claims, kid);
    }

    private static bool IsComplete(TokenClaims claims) =>
        claims is { Iat: > 0, Sub.Length: > 0, LicenseKey.Length: > 0, MachineFingerprint.Length: > 0 }
        && claims.Exp > claims.Iat
        && claims.GraceDays >= 0
        && claims.ProductId.Length > 0
        && claims.ProductId == claims.Aud
        && claims.Features.All(feature => feature is not null);
}
