namespace CgLicense.Protocol;

/// <summary>
/// RFC 4648 section 5 without padding, strict: one spelling per value. A lenient decoder would let the same token be
/// written in many ways.
/// </summary>
public static class Base64Url
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>The six bits of each ASCII character; -1 for those that are none of the alphabet.</summary>
    private static readonly sbyte[] Bits = Invert();

    public static string Encode(byte[] data) =>
        Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>False for padding, white space, foreign characters, an impossible length or non-zero trailing bits.</summary>
    public static bool TryDecode(string text, out byte[] data) => TryDecode(text.AsSpan(), out data);

    /// <inheritdoc cref="TryDecode(string, out byte[])"/>
    internal static bool TryDecode(ReadOnlySpan<char> text, out byte[] data)
    {
        data = [];
        if (text.Length % 4 == 1)
            return false;
        var decoded = new byte[text.Length / 4 * 3 + Math.Max(0, text.Length % 4 - 1)];
        var (buffer, held, written) = (0, 0, 0);
        foreach (var c in text)
        {
            var six = c < Bits.Length ? Bits[c] : -1;
            if (six < 0)
                return false;
            buffer = buffer << 6 | six;
            held += 6;
            if (held < 8)
                continue;
            held -= 8;
            decoded[written++] = (byte)(buffer >> held);
            buffer &= (1 << held) - 1;
        }

        // What is left over are the bits that no byte has: anything but zero would be a second spelling.
        if (buffer != 0)
            return false;
        data = decoded;
        return true;
    }

    private static sbyte[] Invert()
    {
        var bits = new sbyte[128];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = (sbyte)Alphabet.IndexOf((char)i);
        return bits;
    }
}
