using System.Runtime.InteropServices;
using System.Text;

namespace CgLicense.Native;

/// <summary>Text on its way from and to C: UTF-8, ended by NUL.</summary>
internal static unsafe class CText
{
    private static readonly Dictionary<string, nint> Kept = new(StringComparer.Ordinal);

    /// <summary>Null for NULL. Bytes that are no UTF-8 are refused: half a path would name another file.</summary>
    /// <exception cref="ArgumentException">It is no UTF-8.</exception>
    public static string? Read(byte* text, string what)
    {
        if (text is null)
            return null;
        try
        {
            return Strict.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        }
        catch (DecoderFallbackException e)
        {
            throw new ArgumentException($"{what} is not UTF-8. Convert it before the call.", e);
        }
    }

    /// <summary>As <c>snprintf</c>: cut at a whole character, always ended by NUL; the length of all of it.</summary>
    public static nuint Write(string? text, byte* buffer, nuint size)
    {
        var bytes = Encoding.UTF8.GetBytes(text ?? "");
        if (buffer is null || size == 0)
            return (nuint)bytes.Length;
        var fits = (int)nuint.Min((nuint)bytes.Length, size - 1);
        // The second and later bytes of a character begin with 10.
        while (fits < bytes.Length && fits > 0 && (bytes[fits] & 0xC0) == 0x80)
            fits--;
        bytes.AsSpan(0, fits).CopyTo(new Span<byte>(buffer, fits));
        buffer[fits] = 0;
        return (nuint)bytes.Length;
    }

    /// <summary>One of few texts, in memory that is never given back.</summary>
    public static byte* Keep(string text)
    {
        lock (Kept)
        {
            if (!Kept.TryGetValue(text, out var at))
                Kept.Add(text, at = Marshal.StringToCoTaskMemUTF8(text));
            return (byte*)at;
        }
    }

    private static UTF8Encoding Strict { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
