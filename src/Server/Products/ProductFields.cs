using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.Products;

/// <summary>What a slug and a variant's name may look like.</summary>
internal static class ProductFields
{
    public static LicenseError? Slug(string? slug) => slug is null || IsSlug(slug)
        ? null
        : LicenseError.InvalidRequest(
            "Field 'slug' must be 1 to 64 characters of a-z, 0-9, '-' and '_', starting with a letter or digit.");

    public static LicenseError? Name(string? name) => Fields.Text("name", name, 128);

    private static bool IsSlug(string slug) =>
        slug.Length is >= 1 and <= 64
        && (char.IsAsciiLetterLower(slug[0]) || char.IsAsciiDigit(slug[0]))
        && slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
}
