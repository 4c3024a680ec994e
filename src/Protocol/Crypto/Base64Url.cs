namespace CgLicense.Protocol;

/// <summary>
/// RFC 4648 section 5 without padding, strict: one spelling per value. A lenient decoder would let the same token be
/// written in many ways.
/// </summary>
public static class Base64Url
{
    public static string Encode(byte[] data) =>
        Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>False for padding, white space, foreign characters, an impossible length or non-zero trailing bits.</summary>
    public static bool TryDecode(string text, out byte[] data)
    {
        data = [];
        if (text.Length % 4 == 1)
            return false;
        foreach (var c in text)
        {
            if (!(c is >= 'A' and <= 'Z' or >= 'a' and <= 'z' or >= '0' and <= '9' or '-' or '_'))
                return false;
        }

        var padded = text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - text.Length % 4) % 4);
        data = Convert.FromBase64String(padded);
        if (Encode(data) == text)
            return true;
        data = [];
        return false;
    }
}
