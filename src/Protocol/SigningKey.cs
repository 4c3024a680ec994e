namespace CgLicense.Protocol;

/// <summary><c>GET|POST /getSigningKey</c>: answers what a client needs to verify tokens by itself.</summary>
public sealed class SigningKeyAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>Id of the key that signs now: its RFC 7638 thumbprint.</summary>
    public string? Kid { get; init; }

    /// <summary>The key that signs now, SubjectPublicKeyInfo in PEM (RFC 7468).</summary>
    public string? PublicKey { get; init; }

    /// <summary>The root's RSASSA-PKCS1-v1_5 SHA-256 signature over the bytes of <see cref="PublicKey"/>, base64.</summary>
    public string? RootSignature { get; init; }

    /// <summary>All keys the root vouches for: a compact JWS by the root, see <see cref="Protocol.KeySet"/>.</summary>
    public string? KeySet { get; init; }

    /// <summary>The root's public key in PEM. Trusted only on first use over TLS or loopback; a pinned key always wins.</summary>
    public string? RootKey { get; init; }
}
