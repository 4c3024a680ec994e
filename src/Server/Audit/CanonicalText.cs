using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CgLicense.Server.Audit;

/// <summary>
/// Values as bytes in one way only: a purpose, then each value with its length in front. Without lengths, "ab" and "c"
/// would be sealed as "a" and "bc" are; without a purpose, a seal made for one thing would fit another.
/// </summary>
internal static class CanonicalText
{
    /// <summary>No value has this length: it tells null from an empty text.</summary>
    private const uint Null = uint.MaxValue;

    public static byte[] Of(string purpose, params ReadOnlySpan<string?> values)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        Add(bytes, purpose);
        foreach (var value in values)
            Add(bytes, value);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Add(ArrayBufferWriter<byte> bytes, string? value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes.GetSpan(4), value is null ? Null : (uint)Encoding.UTF8.GetByteCount(value));
        bytes.Advance(4);
        Encoding.UTF8.GetBytes(value, bytes);
    }
}
