using System.Security.Cryptography;
using System.Text;

namespace CgLicense.Protocol;

/// <summary>How a machine's identity becomes its fingerprint: salted per product, so that two sellers cannot compare notes.</summary>
public static class FingerprintFormula
{
    public const int Digits = 64;

    /// <summary>Whether a text has the form of a fingerprint.</summary>
    public static bool IsOne(string? text) => text is { Length: Digits } && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <returns>64 lower-case hexadecimal digits: SHA-256 of <c>cglicense/fp/v1\n salt \n identity</c>, UTF-8.</returns>
    public static string Compute(string productSalt, string machineIdentity)
    {
        using var sha = SHA256.Create();
        return Bytes.ToHex(sha.ComputeHash(Encoding.UTF8.GetBytes($"cglicense/fp/v1\n{productSalt}\n{machineIdentity}")));
    }
}
