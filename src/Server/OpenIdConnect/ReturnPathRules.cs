namespace CgLicense.Server.OpenIdConnect;

/// <summary>Where a person goes on after signing in: to a page of the console, whatever a link says.</summary>
internal static class ReturnPathRules
{
    public const string Console = "/console/";

    private const int Longest = 512;

    /// <summary>The path, always below <see cref="Console"/>; the console's first page when the wish is no page of it.</summary>
    /// <param name="wish">Counted from the console, such as <c>licenses?status=active</c>.</param>
    public static string Own(string? wish) => wish is { Length: > 0 and <= Longest } && IsPlain(wish) ? Console + wish : Console;

    // No way up, none to another host, and nothing that a browser might read as one (open redirect, CWE-601).
    private static bool IsPlain(string wish) =>
        wish[0] is not ('/' or '.') && !wish.Contains("..", StringComparison.Ordinal)
        // Browsers read the encoded dot of a path as a dot.
        && !wish.Contains("%2e", StringComparison.OrdinalIgnoreCase)
        && wish.All(c => char.IsAsciiLetterOrDigit(c) || "-._~/?&=%+:@,".Contains(c, StringComparison.Ordinal));
}
