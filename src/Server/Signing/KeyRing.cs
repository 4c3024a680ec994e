using CgLicense.Keys;
using CgLicense.Protocol;

namespace CgLicense.Server.Signing;

/// <summary>One state of the key folder: the key that signs now, and the root-signed set by which tokens are believed.</summary>
/// <param name="IsSpreading">A newer key is published already and signs as soon as every node has had the time to see it.</param>
internal sealed record KeysInUse(
    SigningKey Signing, KeySet KeySet, string RootPublicPem, string RootSignature, DateTime WrittenAt, bool IsSpreading)
{
    /// <summary>
    /// How long a new key is published before it signs. A token of one node must not meet another that has never heard of its key; network
    /// file systems show a changed file up to a minute late.
    /// </summary>
    public static readonly TimeSpan Spread = TimeSpan.FromSeconds(60);

    /// <summary>The newest key that may sign now and whose private half is here; while that one spreads, the one before.</summary>
    /// <exception cref="KeyFolderException">There is none, or the files do not belong together.</exception>
    public static KeysInUse Read(KeyFolder folder, DateTimeOffset now)
    {
        var writtenAt = folder.KeySetWrittenAt;
        var keySet = folder.ReadKeySet();
        var able = keySet.Keys.OrderByDescending(key => key.NotBefore)
            .Where(entry => !keySet.IsRevoked(entry.Kid) && entry.CoversIssueAt(now.ToUnixTimeSeconds()))
            .Select(entry => folder.ReadSigningKey(entry.Kid)).OfType<SigningKey>().Take(2).ToList();
        if (able.Count == 0)
        {
            throw new KeyFolderException(
                $"{folder.Path} holds no private key for any signing key that is valid now. Restore the KID.pem files from a backup.");
        }

        var isSpreading = able.Count > 1 && (now.UtcDateTime - writtenAt).Duration() < Spread;
        var signing = able[isSpreading ? 1 : 0];
        return new(signing, keySet, folder.RootPublicPem, folder.ReadRootSignature(signing.Kid), writtenAt, isSpreading);
    }
}

/// <summary>The keys in use. They follow the folder, so that a rotation needs no restart.</summary>
internal sealed class KeyRing
{
    private readonly KeyFolder folder;
    private readonly Lock reading = new();
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
        lock (reading)
        {
            if (folder.KeySetWrittenAt == current.WrittenAt && !current.IsSpreading)
                return false;
            var found = KeysInUse.Read(folder, now);
            if (found.KeySet.Version < current.KeySet.Version)
            {
                throw new KeyFolderException(
                    $"{folder.Path} has gone back from key set {current.KeySet.Version} to {found.KeySet.Version}; the newer stays in use.");
            }

            var isChanged = found.WrittenAt != current.WrittenAt || found.Signing.Kid != current.Signing.Kid;
            if (isChanged)
                current = found;
            return isChanged;
        }
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
