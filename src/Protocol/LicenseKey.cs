using System.Text;

namespace CgLicense.Protocol;

/// <summary>
/// A license key. Ours look like <c>CGL-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX</c>: 125 random bits in Crockford's Base32, which
/// has no I, L, O or U to mistake. Keys imported from elsewhere keep their own form.
/// </summary>
public readonly record struct LicenseKey
{
    public const string Prefix = "CGL";
    public const int MaxLength = 128;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Digits = 25;

    private LicenseKey(string value) => Value = value;

    public string Value { get; }

    /// <param name="random">25 random bytes; five bits of each are used.</param>
    public static LicenseKey FromRandom(byte[] random)
    {
        if (random.Length != Digits)
            throw new ArgumentException($"A key is made of {Digits} random bytes.", nameof(random));
        var digits = new char[Digits];
        for (var i = 0; i < Digits; i++)
            digits[i] = Alphabet[random[i] & 31];
        return new LicenseKey(Group(digits));
    }

    /// <summary>
    /// As typed by a person: outer blanks go, and where the rest has the shape of our own keys, letter case, hyphens
    /// and look-alikes (O for 0, I or L for 1) are put right. Anything else is taken as it stands.
    /// </summary>
    public static LicenseKey Parse(string text)
    {
        var trimmed = text.Trim();
        return new LicenseKey(OwnForm(trimmed) ?? trimmed);
    }

    /// <summary>Never the whole key: logs and crash reports travel.</summary>
    public override string ToString() => Value is { Length: > 9 } ? "…" + Value.Substring(Value.Length - 5) : "…";

    private static string? OwnForm(string text)
    {
        if (text.Length > MaxLength || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var digits = new StringBuilder(Digits);
        foreach (var c in text.Substring(Prefix.Length))
        {
            if (c is '-' or ' ')
                continue;
            var upper = char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (Alphabet.IndexOf(upper) < 0)
                return null;
            digits.Append(upper);
        }

        return digits.Length == Digits ? Group(digits.ToString().ToCharArray()) : null;
    }

    private static string Group(char[] digits)
    {
        var text = new StringBuilder(Prefix);
        for (var i = 0; i < digits.Length; i++)
        {
            if (i % 5 == 0)
                text.Append('-');
            text.Append(digits[i]);
        }

        return text.ToString();
    }
}
