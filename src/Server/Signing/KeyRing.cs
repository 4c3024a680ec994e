using CgLicense.Protocol;

namespace CgLicense.Server.Signing;

/// <summary>The keys in use: one that signs, and the root-signed set by which tokens are believed.</summary>
internal sealed class KeyRing : IDisposable
{
    private KeyRing(SigningKey signing, KeySet keySet, string rootPublicPem, string rootSignature)
    {
        Signing = signing;
        KeySet = keySet;
        RootPublicPem = rootPublicPem;
        RootSignature = rootSignature;
    }

    public SigningKey Signing { get; }

    public KeySet KeySet { get; }

    public string RootPublicPem { get; }

    public string RootSignature { get; }

    /// <summary>Reads the folder, and fills it first when it is new.</summary>
    /// <exception cref="InvalidOperationException">The folder's files do not belong together; the text says what to do.</exception>
    public static KeyRing Open(string path, DateTimeOffset now)
    {
        var folder = new KeyFolder(path);
        if (folder.IsEmpty)
            folder.Create(now);
        var rootPem = folder.RootPublicPem.Trim();
        var keySet = KeySet.TryRead(folder.KeySetText, RsaPublicKey.FromPem(rootPem))
            ?? throw new InvalidOperationException(
                $"keyset.jws in {path} is not signed by root.pub.pem there. Restore both files from the same backup.");
        // The newest key that may sign now and whose private half is here.
        foreach (var entry in keySet.Keys.OrderByDescending(key => key.NotBefore))
        {
            if (!keySet.IsRevoked(entry.Kid) && entry.CoversIssueAt(now.ToUnixTimeSeconds())
                && folder.SigningKey(entry.Kid) is { } signing)
            {
                return new KeyRing(signing, keySet, rootPem, folder.RootSignature(entry.Kid));
            }
        }

        throw new InvalidOperationException(
            $"{path} holds no private key for any signing key that is valid now. Restore the KID.pem files from a backup.");
    }

    public void Dispose() => Signing.Dispose();
}
