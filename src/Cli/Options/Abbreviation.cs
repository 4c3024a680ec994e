namespace CgLicense.Cli.Options;

/// <summary>Lets people write the beginning of a long identifier, as far as it means one thing only.</summary>
internal static class Abbreviation
{
    /// <summary>Shorter ones are typing mistakes more often than they are meant.</summary>
    private const int Shortest = 4;

    /// <summary>How much of an identifier is shown.</summary>
    public const int Shown = 12;

    public static string Of(string identifier) => identifier.Length > Shown ? identifier[..Shown] : identifier;

    /// <param name="text">A whole identifier, its beginning, or a whole name.</param>
    /// <param name="candidates">What exists.</param>
    /// <returns>The only candidate meant; none or several are empty or long lists.</returns>
    public static IReadOnlyList<T> Find<T>(string text, IEnumerable<T> candidates, Func<T, string> identifier, Func<T, string> name)
    {
        var all = candidates.ToList();
        var exact = all.FindAll(one => identifier(one) == text);
        if (exact.Count > 0)
            return exact;
        return all.FindAll(one =>
            name(one).Equals(text, StringComparison.OrdinalIgnoreCase)
            || text.Length >= Shortest && identifier(one).StartsWith(text, StringComparison.OrdinalIgnoreCase));
    }
}
