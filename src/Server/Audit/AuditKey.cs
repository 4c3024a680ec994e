using System.Security.Cryptography;

namespace CgLicense.Server.Audit;

/// <summary>
/// Seals audit rows with HMAC-SHA256 (RFC 2104). The key lies in the keys folder: whoever can only write to the database
/// cannot make a seal, and so cannot rewrite history from some row on.
/// </summary>
internal sealed class AuditKey(byte[] key)
{
    /// <summary>The file in the keys folder. All nodes of a group need the same one.</summary>
    public const string KeyFile = "audit.key";

    /// <summary>64 hexadecimal digits.</summary>
    public string Seal(string purpose, params ReadOnlySpan<string?> values) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, CanonicalText.Of(purpose, values)));
}
