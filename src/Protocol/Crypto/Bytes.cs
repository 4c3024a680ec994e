namespace CgLicense.Protocol;

/// <summary>Hexadecimal and comparison, which netstandard2.0 lacks.</summary>
internal static class Bytes
{
    public static string ToHex(byte[] data)
    {
        const string digits = "0123456789abcdef";
        var text = new char[data.Length * 2];
        for (var i = 0; i < data.Length; i++)
        {
            text[2 * i] = digits[data[i] >> 4];
            text[2 * i + 1] = digits[data[i] & 15];
        }

        return new string(text);
    }

    /// <summary>Takes the same time wherever the first difference lies.</summary>
    public static bool FixedTimeEquals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
            return false;
        var difference = 0;
        for (var i = 0; i < left.Length; i++)
            difference |= left[i] ^ right[i];
        return difference == 0;
    }
}
