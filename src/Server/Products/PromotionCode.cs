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
            ?? (code.Trim().Any(char.IsWhiteSpace) ? LicenseError.InvalidRequest("Field 'code' must not contain blanks.") : null);

    /// <summary>The form in which two spellings of one code are equal. Folded here: the engines differ on letters beyond ASCII.</summary>
    public static string Fold(string code) => code.Trim().ToUpperInvariant();

    /// <summary>The uses that there were cannot be taken back; a code is stopped by making it inactive.</summary>
    public static LicenseError? BelowUses(long maxUses, long usedCount) =>
        maxUses == Defaults.Unlimited || maxUses >= usedCount
            ? null
            : LicenseError.InvalidRequest(
                $"Field 'maxUses' must not be below the {usedCount} uses counted already. To stop the code, set 'active' to false.");
}
