using CgLicense.Keys;
using CgLicense.Protocol;

namespace CgLicense.Server.Signing;

/// <summary>One state of the key folder: the key that signs now, and the root-signed set by which tokens are believed.</summary>
internal sealed record KeysInUse(
    SigningKey Signing, KeySet KeySet, string RootPublicPem, string RootSignature, DateTime WrittenAt)
{
    /// <summary>The newest key that may sign now and whose private half is here.</summary>
    /// <exception cref="KeyFolderException">There is none, or the files do not belong together.</exception>
    public static KeysInUse Read(KeyFolder folder, DateTimeOffset now)
    {
        var writtenAt = folder.KeySetWrittenAt;
        var keySet = folder.ReadKeySet();
        foreach (var entry in keySet.Keys.OrderByDescending(key => key.NotBefore))
        {
            if (!keySet.IsRevoked(entry.Kid) && entry.CoversIssueAt(now.ToUnixTimeSeconds())
                && folder.ReadSigningKey(entry.Kid) is { } signing)
            {
                return new(signing, keySet, folder.RootPublicPem, folder.ReadRootSignature(entry.Kid), writtenAt);
            }
        }

        throw new KeyFolderException(
            $"{folder.Path} holds no private key for any signing key that is valid now. Restore the KID.pem files from a backup.");
    }
}

/// <summary>The keys in use. They follow the folder, so that a rotation needs no restart.</summary>
internal sealed class KeyRing
{
    private readonly KeyFolder folder;
    private volatile KeysInUse current;

    private KeyRing(KeyFolder folder, KeysInUse current)
    {
        this.folder = folder;
        this.current = current;
    }

    public KeysInUse Current => current;

    /// <summary>Reads the folder, and fills it first when it is new.</summary>
    /// <exception cref="KeyFolderException">The folder cannot be used; the text says what to do.</exception>
    public static async Task<KeyRing> Open(string path, DateTimeOffset now)
    {
        var folder = new KeyFolder(path);
        await Fill(folder, now);
        return new KeyRing(folder, KeysInUse.Read(folder, now));
    }

    /// <summary>
    /// Takes over a changed key set; true when there was one. An older one than the one in use is a mistake or an attack
    /// and is not taken over. The old private key is left to the garbage collector: a request may be signing with it.
    /// </summary>
    public bool Refresh(DateTimeOffset now)
    {
        if (folder.KeySetWrittenAt == current.WrittenAt)
            return false;
        var found = KeysInUse.Read(folder, now);
        if (found.KeySet.Version < current.KeySet.Version)
        {
            throw new KeyFolderException(
                $"{folder.Path} has gone back from key set {current.KeySet.Version} to {found.KeySet.Version}; the newer stays in use.");
        }

        current = found;
        return true;
    }

    /// <summary>Servers that start at once on an empty folder agree on one set of keys: one makes it, the others wait.</summary>
    private static async Task Fill(KeyFolder folder, DateTimeOffset now)
    {
        while (folder.IsEmpty)
        {
            using var mine = folder.TryLock();
            if (mine is null)
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            else if (folder.IsEmpty)
                KeyCeremony.Init(folder, rootFile: null, now);
        }
    }
}
