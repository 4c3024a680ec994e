namespace CgLicense.Protocol;

/// <summary>
/// A license key. Ours look like <c>CGL-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX</c>: 125 random bits in Crockford's Base32, which
/// has no I, L, O or U to mistake. Keys imported from elsewhere keep their own form.
/// </summary>
public readonly record struct LicenseKey
{
    public const string Prefix = "CGL";
    public const int MaxLength = 128;

    private const int Digits = 25;

    private LicenseKey(string value) => Value = value;

    public string Value { get; }

    /// <param name="random">25 random bytes; five bits of each are used.</param>
    public static LicenseKey FromRandom(byte[] random)
    {
        if (random.Length != Digits)
            throw new ArgumentException($"A key is made of {Digits} random bytes.", nameof(random));
        return new LicenseKey(TypedCode.FromRandom(Prefix, random));
    }

    /// <summary>
    /// As typed by a person: outer blanks go, and where the rest has the shape of our own keys, letter case, hyphens
    /// and look-alikes (O for 0, I or L for 1) are put right. Anything else is taken as it stands.
    /// </summary>
    public static LicenseKey Parse(string text)
    {
        var trimmed = text.Trim();
        return new LicenseKey((trimmed.Length <= MaxLength ? TypedCode.Parse(Prefix, Digits, trimmed) : null) ?? trimmed);
    }

    /// <summary>Never the whole key: logs and crash reports travel.</summary>
    public override string ToString() => Value is { Length: > 9 } ? "…" + Value.Substring(Value.Length - 5) : "…";
}
