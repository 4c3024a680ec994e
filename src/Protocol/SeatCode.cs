namespace CgLicense.Protocol;

/// <summary>
/// A seat code, <c>SEAT-XXXXX-XXXXX-XXXXX-XXXXX</c>: 100 random bits. Whoever has it may have the license, so it is treated like a
/// license key.
/// </summary>
public readonly record struct SeatCode
{
    public const string Prefix = "SEAT";
    public const int MaxLength = 64;

    private const int Digits = 20;

    private SeatCode(string value) => Value = value;

    public string Value { get; }

    /// <param name="random">20 random bytes; five bits of each are used.</param>
    public static SeatCode FromRandom(byte[] random)
    {
        if (random.Length != Digits)
            throw new ArgumentException($"A seat code is made of {Digits} random bytes.", nameof(random));
        return new SeatCode(TypedCode.FromRandom(Prefix, random));
    }

    /// <summary>As typed by a person; what has not the shape of a seat code is taken as it stands, and found nowhere.</summary>
    public static SeatCode Parse(string text)
    {
        var trimmed = text.Trim();
        return new SeatCode((trimmed.Length <= MaxLength ? TypedCode.Parse(Prefix, Digits, trimmed) : null) ?? trimmed);
    }

    /// <summary>Never the whole code: logs and crash reports travel.</summary>
    public override string ToString() => Value is { Length: > 9 } ? "…" + Value.Substring(Value.Length - 5) : "…";
}
