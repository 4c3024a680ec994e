using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CgLicense.Protocol;

/// <summary>An RSA public key that can do the one thing we need: check an RS256 signature (RFC 7518 section 3.3).</summary>
public sealed class RsaPublicKey
{
    private readonly byte[] modulus;
    private readonly byte[] exponent;
    private readonly ConcurrentBag<RSA> idle = [];
    private byte[]? digest;

    public RsaPublicKey(byte[] modulus, byte[] exponent)
    {
        this.modulus = TrimZeros(modulus);
        this.exponent = TrimZeros(exponent);
        if (this.modulus.Length < 256)
            throw new ArgumentException("An RSA key under 2048 bits proves nothing (RFC 7518 section 3.3).", nameof(modulus));
        if (this.exponent.Length is 0 or > 8 || (this.exponent[^1] & 1) == 0 || this.exponent is [1])
            throw new ArgumentException("Not an RSA public exponent.", nameof(exponent));
    }

    public string N => Base64Url.Encode(modulus);

    public string E => Base64Url.Encode(exponent);

    /// <summary>What is encoded in the <see cref="Thumbprint"/>.</summary>
    internal byte[] Digest => digest ??= ComputeDigest();

    /// <summary>Key id: the JWK thumbprint of RFC 7638, SHA-256, base64url.</summary>
    public string Thumbprint() => Base64Url.Encode(Digest);

    public bool Verify(byte[] data, byte[] signature)
    {
        if (signature.Length != modulus.Length)
            return false;
        // RSA objects are not promised to be safe on two threads at once, and making one costs ten times what it then does.
        if (!idle.TryTake(out var rsa))
        {
            rsa = RSA.Create();
            rsa.ImportParameters(new RSAParameters { Modulus = modulus, Exponent = exponent });
        }

        var isGenuine = rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        idle.Add(rsa);
        return isGenuine;
    }

    /// <summary>Reads <c>BEGIN PUBLIC KEY</c> (SubjectPublicKeyInfo) or <c>BEGIN RSA PUBLIC KEY</c> (PKCS#1).</summary>
    /// <exception cref="FormatException">The text is not such a key, or the key is too small.</exception>
    public static RsaPublicKey FromPem(string pem)
    {
        try
        {
            if (Pem.TryFind(pem, "PUBLIC KEY", out var der))
                return FromPkcs1(DerReader.PublicKeyBits(der));
            if (Pem.TryFind(pem, "RSA PUBLIC KEY", out der))
                return FromPkcs1(der);
        }
        catch (ArgumentException e)
        {
            throw new FormatException("Not a usable RSA public key: " + e.Message, e);
        }

        throw new FormatException("No RSA public key in PEM form found (expected -----BEGIN PUBLIC KEY-----).");
    }

    private byte[] ComputeDigest()
    {
        var canonical = $"{{\"e\":\"{E}\",\"kty\":\"RSA\",\"n\":\"{N}\"}}";
        using var sha = SHA256.Create();
        return sha.ComputeHash(Encoding.UTF8.GetBytes(canonical));
    }

    private static RsaPublicKey FromPkcs1(byte[] der)
    {
        var sequence = new DerReader(der).Enter(DerReader.Sequence);
        return new RsaPublicKey(sequence.Read(DerReader.Integer), sequence.Read(DerReader.Integer));
    }

    private static byte[] TrimZeros(byte[] big)
    {
        var start = 0;
        while (start < big.Length && big[start] == 0)
            start++;
        return big.AsSpan(start).ToArray();
    }
}
