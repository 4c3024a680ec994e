using System.Security.Cryptography;
using CgLicense.Protocol;
using CgLicense.Server.Access;

namespace CgLicense.Server.Portal;

/// <summary>What opens the portal once: a token in a link, and the same as a code, for whoever reads mail on another device.</summary>
internal sealed record SignInLink(Secret Token, Secret Code)
{
    /// <summary>Short enough that a mailbox which is read later opens nothing.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);

    private const int TokenBytes = 32;
    private const string CodePrefix = "IN";

    // 75 random bits: out of reach of guessing within the link's life, also for whoever has its hash.
    private const int CodeDigits = 15;

    public static SignInLink New() => new(
        new Secret(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes))),
        new Secret(TypedCode.FromRandom(CodePrefix, RandomNumberGenerator.GetBytes(CodeDigits))));

    /// <summary>The hash of a token, or of a code as people type it.</summary>
    public static string HashOf(string shown) => new Secret(TypedCode.Parse(CodePrefix, CodeDigits, shown) ?? shown).Hash();
}
