using System.Security.Cryptography;

namespace CgLicense.Server.Audit;

/// <summary>
/// A text that can be erased from a sealed row. The row's seal covers only this text's own seal; with text and salt gone,
/// that tells nothing: without the salt nobody can try out all addresses there are.
/// </summary>
/// <param name="Text">Null when there never was one, and when it is erased.</param>
/// <param name="Salt">16 random bytes in hex, erased together with the text.</param>
/// <param name="Seal">SHA-256 of both; stays.</param>
internal sealed record ErasableText(string? Text, string? Salt, string? Seal)
{
    private const int SaltBytes = 16;

    public static ErasableText None { get; } = new(null, null, null);

    public static ErasableText Of(string? text)
    {
        if (text is null)
            return None;
        var salt = RandomNumberGenerator.GetHexString(SaltBytes * 2, lowercase: true);
        return new(text, salt, SealOf(salt, text));
    }

    /// <summary>It is the text that was sealed, or it has been erased.</summary>
    public bool IsIntact => Text is null || (Salt is not null && Seal == SealOf(Salt, Text));

    private static string SealOf(string salt, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalText.Of("cglicense/audit/erasable/v1", salt, text)));

    public override string ToString() => Text is null ? "–" : "[personal]";
}
