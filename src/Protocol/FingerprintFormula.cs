using System.Security.Cryptography;
using System.Text;

namespace CgLicense.Protocol;

/// <summary>How a machine's identity becomes its fingerprint: salted per product, so that two sellers cannot compare notes.</summary>
public static class FingerprintFormula
{
    /// <returns>64 lower-case hexadecimal digits: SHA-256 of <c>cglicense/fp/v1\n salt \n identity</c>, UTF-8.</returns>
    public static string Compute(string productSalt, string machineIdentity)
    {
        using var sha = SHA256.Create();
        return Bytes.ToHex(sha.ComputeHash(Encoding.UTF8.GetBytes($"cglicense/fp/v1\n{productSalt}\n{machineIdentity}")));
    }
}
