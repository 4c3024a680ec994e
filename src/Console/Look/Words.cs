using System.Globalization;

namespace CgLicense.Console.Look;

/// <summary>Values between forms and the wire.</summary>
public static class Words
{
    /// <summary>−1 is the wire's word for no limit.</summary>
    public static string Limit(long value) => value < 0 ? "∞" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many; an ellipsis until it is known.</summary>
    public static string Count(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "…";

    public static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    public static string Day(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>What a date field holds; null when it is empty.</summary>
    public static DateTimeOffset? Day(string? typed) =>
        DateTimeOffset.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day : null;

    public static long? Number(string? typed) => long.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
