using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CgLicense.Protocol;

/// <summary>
/// The form of <c>license.dat</c>: unreadable on another machine, and any edit shows. It keeps honest people honest;
/// the security rests on the token's signature inside. Layout: <c>CGL1</c>, nonce (16), tag (32), ciphertext.
/// Keys come from HKDF-SHA256 (RFC 5869), the keystream from HMAC-SHA256 in counter mode, encrypt-then-MAC.
/// </summary>
public static class SealedFile
{
    public const int NonceBytes = 16;

    private const int TagBytes = 32;
    private const int BlockBytes = 32;
    private const int HeaderBytes = 4 + NonceBytes + TagBytes;
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("CGL1");
    private static readonly byte[] Info = Encoding.ASCII.GetBytes("cglicense/cache/v1");

    /// <param name="plaintext">The JSON of a <see cref="CachedLicense"/>.</param>
    /// <param name="fingerprint">The machine's fingerprint, hexadecimal.</param>
    /// <param name="productSalt">The product's salt.</param>
    /// <param name="nonce">16 fresh random bytes; never the same twice for one machine and salt.</param>
    public static byte[] Seal(byte[] plaintext, string fingerprint, string productSalt, byte[] nonce)
    {
        if (nonce.Length != NonceBytes)
            throw new ArgumentException($"A nonce has {NonceBytes} bytes.", nameof(nonce));
        var (encryptionKey, macKey) = DeriveKeys(fingerprint, productSalt);
        var ciphertext = ApplyKeystream(plaintext, encryptionKey, nonce);
        return [.. Magic, .. nonce, .. Tag(macKey, nonce, ciphertext), .. ciphertext];
    }

    /// <summary>Null when the file is corrupt, truncated, from another machine or from another salt: the four look alike.</summary>
    public static byte[]? TryOpen(byte[] file, string fingerprint, string productSalt)
    {
        if (file.Length < HeaderBytes || !file.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            return null;
        var nonce = file.AsSpan(Magic.Length, NonceBytes).ToArray();
        var ciphertext = file.AsSpan(HeaderBytes).ToArray();
        var (encryptionKey, macKey) = DeriveKeys(fingerprint, productSalt);
        return Bytes.FixedTimeEquals(file.AsSpan(Magic.Length + NonceBytes, TagBytes), Tag(macKey, nonce, ciphertext))
            ? ApplyKeystream(ciphertext, encryptionKey, nonce)
            : null;
    }

    private static byte[] Tag(byte[] macKey, byte[] nonce, byte[] ciphertext) =>
        Hmac(macKey, [.. Magic, .. nonce, .. ciphertext]);

    private static byte[] ApplyKeystream(byte[] data, byte[] key, byte[] nonce)
    {
        var result = new byte[data.Length];
        byte[] counter = [.. nonce, 0, 0, 0, 0];
        using var hmac = new HMACSHA256(key);
        byte[] stream = [];
        for (var i = 0; i < data.Length; i++)
        {
            if (i % BlockBytes == 0)
            {
                BinaryPrimitives.WriteInt32BigEndian(counter.AsSpan(NonceBytes), i / BlockBytes);
                stream = hmac.ComputeHash(counter);
            }

            result[i] = (byte)(data[i] ^ stream[i % BlockBytes]);
        }

        return result;
    }

    /// <summary>RFC 5869: extract with the salt, expand to two blocks. By hand, because netstandard2.0 has no HKDF.</summary>
    private static (byte[] EncryptionKey, byte[] MacKey) DeriveKeys(string fingerprint, string productSalt)
    {
        var pseudoRandomKey = Hmac(Encoding.UTF8.GetBytes(productSalt), Encoding.UTF8.GetBytes(fingerprint));
        var first = Hmac(pseudoRandomKey, [.. Info, 1]);
        var second = Hmac(pseudoRandomKey, [.. first, .. Info, 2]);
        return (first, second);
    }

    private static byte[] Hmac(byte[] key, byte[] data)
    {
        using var hmac = new HMACSHA256(key);
        return hmac.ComputeHash(data);
    }
}
