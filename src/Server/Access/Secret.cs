using System.Security.Cryptography;
using System.Text;

namespace CgLicense.Server.Access;

/// <summary>A secret in memory: prints redacted, compares in constant time.</summary>
internal readonly struct Secret(string value)
{
    /// <summary>The secret itself. Every use of this is a place to look at in a review.</summary>
    public string Reveal() => value;

    /// <summary>SHA-256 in lower-case hex. Enough, because what is hashed so has 256 random bits, not a person's password.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    /// <summary>Compares hashes, so that neither content nor length shows in the time it takes.</summary>
    public bool HasHash(string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash()), Encoding.ASCII.GetBytes(hash));

    public override string ToString() => "[secret]";
}
