using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary><c>GET /.well-known/jwks.json</c>: the same keys for standard JWT libraries (RFC 7517).</summary>
public sealed class Jwks
{
    public IReadOnlyList<JsonWebKey> Keys { get; init; } = [];
}

/// <summary>One RSA public key (RFC 7517, RFC 7518 section 6.3).</summary>
public sealed class JsonWebKey
{
    public string Kty { get; init; } = "RSA";
    public string Use { get; init; } = "sig";
    public string Alg { get; init; } = "RS256";
    public string Kid { get; init; } = "";
    public string N { get; init; } = "";
    public string E { get; init; } = "";
}
