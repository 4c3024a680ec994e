using System.Text;

namespace CgLicense.Protocol;

/// <summary>Did this key sign these bytes? <see cref="RsaPublicKey.Verify"/>, or what comes to the same.</summary>
internal delegate bool SignatureCheck(RsaPublicKey key, byte[] data, byte[] signature);

/// <summary>A compact JWS (RFC 7515 section 7.1) taken apart, not yet believed.</summary>
internal sealed class Jws
{
    /// <summary>Longer texts are refused unread; a token is about one kilobyte.</summary>
    private const int MaxLength = 64 * 1024;

    private readonly byte[] signedBytes;
    private readonly byte[] signature;

    private Jws(TokenHeader header, byte[] payload, byte[] signedBytes, byte[] signature)
    {
        Header = header;
        Payload = payload;
        this.signedBytes = signedBytes;
        this.signature = signature;
    }

    public TokenHeader Header { get; }

    public byte[] Payload { get; }

    public bool IsSignedBy(RsaPublicKey key) => key.Verify(signedBytes, signature);

    public bool IsSignedBy(RsaPublicKey key, SignatureCheck check) => check(key, signedBytes, signature);

    public static Jws? TryParse(string? compact)
    {
        if (compact is null || compact.Length > MaxLength)
            return null;
        var (first, last) = (compact.IndexOf('.'), compact.LastIndexOf('.'));
        // A third dot is a foreign character of the second part.
        if (first == last
            || !Base64Url.TryDecode(compact.AsSpan(0, first), out var header)
            || !Base64Url.TryDecode(compact.AsSpan(first + 1, last - first - 1), out var payload)
            || !Base64Url.TryDecode(compact.AsSpan(last + 1), out var signature)
            || signature.Length == 0)
        {
            return null;
        }

        var signed = new byte[last];
        Encoding.ASCII.GetBytes(compact, 0, last, signed, 0);
        return SignedJson.TryRead(header, ProtocolJson.Wire.TokenHeader) is { } parsed ? new Jws(parsed, payload, signed, signature) : null;
    }
}
