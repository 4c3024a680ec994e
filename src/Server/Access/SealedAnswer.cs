using System.Security.Cryptography;

namespace CgLicense.Server.Access;

/// <summary>AES-256-GCM (NIST SP 800-38D), as base64 of nonce, tag and ciphertext.</summary>
internal static class SealedAnswer
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static string Seal(byte[] plain, byte[] key)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var tag = new byte[TagBytes];
        var cipher = new byte[plain.Length];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, cipher, tag);
        return Convert.ToBase64String([.. nonce, .. tag, .. cipher]);
    }

    public static byte[] Open(string text, byte[] key)
    {
        var data = Convert.FromBase64String(text);
        var plain = new byte[data.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            data.AsSpan(0, NonceBytes), data.AsSpan(NonceBytes + TagBytes), data.AsSpan(NonceBytes, TagBytes), plain);
        return plain;
    }
}
