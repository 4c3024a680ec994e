using System.Text;

namespace CgLicense.Protocol;

/// <summary>
/// Codes that people read and type: a prefix and groups of five digits in Crockford's Base32, which has no I, L, O or U to
/// mistake. Five random bits a digit.
/// </summary>
public static class TypedCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int GroupLength = 5;

    /// <param name="prefix">What all codes of this kind begin with.</param>
    /// <param name="random">A byte per digit; five bits of each are used.</param>
    public static string FromRandom(string prefix, byte[] random)
    {
        var digits = new char[random.Length];
        for (var i = 0; i < digits.Length; i++)
            digits[i] = Alphabet[random[i] & 31];
        return Group(prefix, digits);
    }

    /// <summary>The exact form of what a person typed; null when it has not the shape of such a code.</summary>
    public static string? Parse(string prefix, int length, string text)
    {
        if (!text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var digits = new StringBuilder(length);
        foreach (var c in text.Substring(prefix.Length))
        {
            if (c is '-' or ' ')
                continue;
            var upper = char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (Alphabet.IndexOf(upper) < 0)
                return null;
            digits.Append(upper);
        }

        return digits.Length == length ? Group(prefix, digits.ToString().ToCharArray()) : null;
    }

    private static string Group(string prefix, char[] digits)
    {
        var text = new StringBuilder(prefix);
        for (var i = 0; i < digits.Length; i++)
        {
            if (i % GroupLength == 0)
                text.Append('-');
            text.Append(digits[i]);
        }

        return text.ToString();
    }
}
