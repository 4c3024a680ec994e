namespace CgLicense.Server.Countries;

/// <summary>What is known of a machine beside its slot, and counted.</summary>
/// <param name="Sdk">The client as it is counted; null when it goes by no name that is.</param>
/// <param name="Countries">ISO 3166-1 alpha-2, the latest last.</param>
internal sealed record Sighting(string? Sdk, IReadOnlyList<string> Countries)
{
    public static Sighting None { get; } = new(null, []);

    public string? LastCountry => Countries.Count == 0 ? null : Countries[^1];
}

/// <summary>What is remembered of where a machine is, and of the client on it.</summary>
internal static class SightingRules
{
    public const int MostCountries = 20;

    private const int LongestSdk = 32;

    /// <summary>The countries once the machine was seen in one: each once, the latest last, the one seen longest ago dropped. Unknown changes nothing.</summary>
    public static IReadOnlyList<string> Seen(IReadOnlyList<string> before, string? country)
    {
        if (country is null || (before.Count > 0 && before[^1] == country))
            return before;
        return [.. before.Where(each => each != country).TakeLast(MostCountries - 1), country];
    }

    /// <summary>
    /// The client as <c>name/version</c>, or null: letters, digits and <c>-</c>, then digits and dots. A machine may say anything, and
    /// every text that is counted is a row of the statistics.
    /// </summary>
    public static string? Counted(string? sdk) =>
        sdk is { Length: <= LongestSdk } && sdk.Split('/') is [{ Length: > 0 } name, { Length: > 0 } version]
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
        && char.IsAsciiDigit(version[0]) && version.All(letter => char.IsAsciiDigit(letter) || letter == '.')
            ? sdk
            : null;
}
