using System.Text;

namespace CgLicense.Server.Home;

/// <summary>
/// The room that compiled SDKs keep for a root key: a marked resource of fixed size, filled in place, so that a server without a
/// compiler hands out libraries that trust it and nobody else.
/// </summary>
internal static class RootKeySpace
{
    /// <summary>How the room begins; the same text as in <c>src/Client/root_key.space</c>.</summary>
    public const string Mark = "CGLICENSE ROOT KEY SPACE";

    /// <summary>Bytes, the mark included: room for the PEM of an RSA key of 8192 bits.</summary>
    public const int Size = 2048;

    /// <summary>Null when there is no room in it.</summary>
    /// <exception cref="InvalidOperationException">The key is larger than the room.</exception>
    public static byte[]? Fill(byte[] library, string rootPem)
    {
        var at = library.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Mark));
        if (at < 0 || at + Size > library.Length)
            return null;
        var key = Encoding.ASCII.GetBytes(rootPem + "\n");
        if (key.Length > Size)
            throw new InvalidOperationException($"The root key's PEM has {key.Length} bytes; SDK libraries have room for {Size}.");
        var filled = (byte[])library.Clone();
        var room = filled.AsSpan(at, Size);
        room.Fill((byte)'\n');
        key.CopyTo(room);
        return filled;
    }
}
