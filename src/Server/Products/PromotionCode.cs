using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.Products;

/// <summary>A code that customers type, of a discount or a trial: kept as written, compared without regard to letter case.</summary>
internal static class PromotionCode
{
    public const int Longest = 64;

    public static LicenseError? Problem(string? code) => code is null
        ? null
        : Fields.Text("code", code, Longest)
            ?? (code.Any(char.IsWhiteSpace) ? LicenseError.InvalidRequest("Field 'code' must not contain blanks.") : null);

    /// <summary>The form in which two spellings of one code are equal. Folded here: the engines differ on letters beyond ASCII.</summary>
    public static string Fold(string code) => code.Trim().ToUpperInvariant();
}
