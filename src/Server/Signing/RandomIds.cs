using System.Security.Cryptography;

namespace CgLicense.Server.Signing;

/// <summary>Opaque ids: a prefix that says what it is, and 120 random bits.</summary>
internal static class RandomIds
{
    public static string New(string prefix) =>
        prefix + "_" + RandomNumberGenerator.GetString("0123456789abcdefghjkmnpqrstvwxyz", 24);
}
