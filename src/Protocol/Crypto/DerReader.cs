namespace CgLicense.Protocol;

/// <summary>
/// As much DER (X.690) as a public key needs. netstandard2.0 cannot import SubjectPublicKeyInfo, and an ASN.1 package
/// would be a dependency in every artist's tool.
/// </summary>
internal sealed class DerReader(byte[] data)
{
    public const byte Integer = 0x02;
    public const byte BitString = 0x03;
    public const byte ObjectId = 0x06;
    public const byte Sequence = 0x30;

    private static readonly byte[] RsaEncryption = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];

    private int position;

    /// <summary>The PKCS#1 key inside a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).</summary>
    public static byte[] PublicKeyBits(byte[] spki)
    {
        var outer = new DerReader(spki).Enter(Sequence);
        var algorithm = outer.Enter(Sequence);
        if (!algorithm.Read(ObjectId).AsSpan().SequenceEqual(RsaEncryption))
            throw new FormatException("The public key is not an RSA key.");
        var bits = outer.Read(BitString);
        if (bits.Length < 2 || bits[0] != 0)
            throw new FormatException("The public key's bit string is damaged.");
        return bits.AsSpan(1).ToArray();
    }

    public DerReader Enter(byte tag) => new(Read(tag));

    public byte[] Read(byte tag)
    {
        if (Next() != tag)
            throw new FormatException("The key is not the DER structure it should be.");
        int length = Next();
        if (length >= 0x80)
        {
            var count = length & 0x7F;
            // None at all is the indefinite length, which DER does not have (X.690 section 10.1).
            if (count is 0 or > 2)
                throw new FormatException("The key has no length that a key could have.");
            length = 0;
            while (count-- > 0)
                length = length << 8 | Next();
        }

        if (length > data.Length - position)
            throw new FormatException("The key is cut short.");
        var value = data.AsSpan(position, length).ToArray();
        position += length;
        return value;
    }

    private byte Next() => position < data.Length ? data[position++] : throw new FormatException("The key is cut short.");
}
