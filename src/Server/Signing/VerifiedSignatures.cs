using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CgLicense.Protocol;

namespace CgLicense.Server.Signing;

/// <summary>
/// Remembers signatures that were made here or found genuine: tools show the same token every few minutes, and its signature is checked once.
/// What is remembered is the SHA-256 of key, signed bytes and signature together, so whoever wants to be taken for known needs a collision
/// of it. All else about a token (revoked key, claims, time) is judged each time. Safe to use from many threads.
/// </summary>
/// <param name="capacity">At least as many are remembered, and at most twice as many, about 50 bytes each; the oldest are forgotten first.</param>
internal sealed class VerifiedSignatures(int capacity)
{
    private readonly Lock gate = new();
    private HashSet<Digest> recent = [];
    private HashSet<Digest> older = [];

    /// <summary>A token that was signed here a moment ago.</summary>
    public void Signed(RsaPublicKey key, string compact)
    {
        var end = compact.LastIndexOf('.');
        if (Base64Url.TryDecode(compact[(end + 1)..], out var signature))
            Add(Digest.Of(key, Encoding.ASCII.GetBytes(compact[..end]), signature));
    }

    /// <summary>As <see cref="RsaPublicKey.Verify"/>.</summary>
    public bool Verify(RsaPublicKey key, byte[] data, byte[] signature)
    {
        var digest = Digest.Of(key, data, signature);
        if (Knows(digest))
            return true;
        if (!key.Verify(data, signature))
            return false;
        Add(digest);
        return true;
    }

    private bool Knows(Digest digest)
    {
        lock (gate)
        {
            if (recent.Contains(digest))
                return true;
            if (!older.Contains(digest))
                return false;
        }

        Add(digest);
        return true;
    }

    private void Add(Digest digest)
    {
        lock (gate)
        {
            if (recent.Count >= capacity)
                (recent, older) = ([], recent);
            recent.Add(digest);
        }
    }

    private readonly record struct Digest(UInt128 High, UInt128 Low)
    {
        public static Digest Of(RsaPublicKey key, byte[] data, byte[] signature)
        {
            Span<byte> all = new byte[sizeof(int) + SHA256.HashSizeInBytes + data.Length + signature.Length];
            // With the length in front, the border between bytes and signature cannot be moved.
            BinaryPrimitives.WriteInt32BigEndian(all, data.Length);
            key.Digest.CopyTo(all[sizeof(int)..]);
            data.CopyTo(all[(sizeof(int) + SHA256.HashSizeInBytes)..]);
            signature.CopyTo(all[^signature.Length..]);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(all, hash);
            return MemoryMarshal.Read<Digest>(hash);
        }
    }
}
