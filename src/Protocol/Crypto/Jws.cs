using System.Text;

namespace CgLicense.Protocol;

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

    public static Jws? TryParse(string? compact)
    {
        if (compact is null || compact.Length > MaxLength)
            return null;
        var parts = compact.Split('.');
        if (parts.Length != 3
            || !Base64Url.TryDecode(parts[0], out var header)
            || !Base64Url.TryDecode(parts[1], out var payload)
            || !Base64Url.TryDecode(parts[2], out var signature)
            || signature.Length == 0)
        {
            return null;
        }

        return SignedJson.TryRead(header, ProtocolJson.Wire.TokenHeader) is { } parsed
            ? new Jws(parsed, payload, Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), signature)
            : null;
    }
}
