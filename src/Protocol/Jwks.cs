using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary><c>GET /.well-known/jwks.json</c>: answers the signing keys for standard JWT libraries (RFC 7517).</summary>
public sealed class Jwks
{
    public IReadOnlyList<JsonWebKey> Keys { get; init; } = [];
}

/// <summary>One RSA public key (RFC 7517, RFC 7518 section 6.3).</summary>
public sealed class JsonWebKey
{
    /// <summary>The key's type.</summary>
    public string Kty { get; init; } = "RSA";

    /// <summary>What the key is for: signatures.</summary>
    public string Use { get; init; } = "sig";

    /// <summary>The one algorithm it signs with.</summary>
    public string Alg { get; init; } = "RS256";

    /// <summary>The key's id: its RFC 7638 thumbprint.</summary>
    public string Kid { get; init; } = "";

    /// <summary>The modulus, base64url.</summary>
    public string N { get; init; } = "";

    /// <summary>The exponent, base64url.</summary>
    public string E { get; init; } = "";
}
