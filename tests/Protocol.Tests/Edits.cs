namespace CgLicense.Protocol.Tests;

/// <summary>Every way to change a little, for what must notice any change.</summary>
internal static class Edits
{
    /// <summary>The text with each of its characters in turn replaced by another that is lawful there.</summary>
    public static IEnumerable<string> OfOneCharacter(string text) =>
        text.Select((c, at) => text[..at] + (c == 'A' ? 'B' : 'A') + text[(at + 1)..]);

    /// <summary>The text without its end: every length but the full one.</summary>
    public static IEnumerable<string> Cuts(string text) => Enumerable.Range(0, text.Length).Select(length => text[..length]);

    /// <summary>The bytes with each of their bits in turn the other way round.</summary>
    public static IEnumerable<byte[]> OfOneBit(byte[] bytes) => Enumerable.Range(0, bytes.Length * 8).Select(bit =>
    {
        var edited = (byte[])bytes.Clone();
        edited[bit / 8] ^= (byte)(1 << bit % 8);
        return edited;
    });
}
