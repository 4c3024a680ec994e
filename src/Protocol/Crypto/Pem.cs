namespace CgLicense.Protocol;

/// <summary>Finds one block in a PEM text (RFC 7468).</summary>
internal static class Pem
{
    public static bool TryFind(string text, string label, out byte[] der)
    {
        der = [];
        var begin = $"-----BEGIN {label}-----";
        var start = text.IndexOf(begin, StringComparison.Ordinal);
        if (start < 0)
            return false;
        start += begin.Length;
        var end = text.IndexOf($"-----END {label}-----", start, StringComparison.Ordinal);
        if (end < 0)
            throw new FormatException("The PEM block has no end line.");
        der = Convert.FromBase64String(text.Substring(start, end - start));
        return true;
    }
}
