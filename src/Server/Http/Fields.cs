using System.Globalization;
using CgLicense.Protocol;

namespace CgLicense.Server.Http;

/// <summary>Checks of single fields. Each returns null or a refusal that names the field and says what it takes.</summary>
internal static class Fields
{
    public static LicenseError? Text(string name, string? value, int longest) =>
        value is { Length: var length } && length > longest
            ? LicenseError.InvalidRequest($"Field '{name}' is longer than {longest} characters.")
            : null;

    public static LicenseError? OneOf(string name, string? value, IReadOnlyList<string> allowed) =>
        value is null || allowed.Contains(value)
            ? null
            : LicenseError.InvalidRequest($"Field '{name}' must be one of: {string.Join(", ", allowed)}.");

    public static LicenseError? Range(string name, long? value, long least, long most) =>
        value is null || (value >= least && value <= most)
            ? null
            : LicenseError.InvalidRequest($"Field '{name}' must be a whole number from {least} to {most}.");

    /// <summary>Where a page begins: the number in an earlier page's <c>nextCursor</c>; null for the first page.</summary>
    public static (long? Row, LicenseError? Problem) Cursor(string? cursor) =>
        string.IsNullOrEmpty(cursor) ? (null, null)
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? (row, null)
        : (null, LicenseError.InvalidRequest("Field 'cursor' must be the nextCursor of an earlier page."));

    /// <summary>A count of machines or seats: at least 1, or -1 for no limit.</summary>
    public static LicenseError? Limit(string name, long? value) =>
        value is null or Defaults.Unlimited or (>= 1 and <= 1_000_000)
            ? null
            : LicenseError.InvalidRequest($"Field '{name}' must be from 1 to 1000000, or -1 for no limit.");

    /// <summary>Zero seats are what every license has that is not floating; clients send it along.</summary>
    public static LicenseError? Seats(string name, long? value, string? licenseType) =>
        value == 0 && licenseType != LicenseType.Floating ? null : Limit(name, value);

    public static LicenseError? Email(string? value) =>
        value is null || (value.Length <= 254 && value.IndexOf('@') is > 0 and var at && at == value.LastIndexOf('@')
            && at < value.Length - 1 && !value.Contains(' '))
            ? null
            : LicenseError.InvalidRequest("Field 'email' must be an e-mail address.");

    public static LicenseError? Texts(string name, IReadOnlyList<string>? values, int most)
    {
        if (values is null)
            return null;
        return values.Count <= most && values.All(v => v is { Length: > 0 and <= 128 })
            ? null
            : LicenseError.InvalidRequest($"Field '{name}' must be a list of at most {most} texts of 1 to 128 characters.");
    }
}
