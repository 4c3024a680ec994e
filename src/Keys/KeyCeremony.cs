using CgLicense.Protocol;

namespace CgLicense.Keys;

/// <summary>
/// What is done with the root key: the first set, rotation, revocation. Every new set has a higher version, which is
/// what keeps a client from being led back to an old one.
/// </summary>
public static class KeyCeremony
{
    /// <summary>Long, because an unrotated key must not stop artists: rotation is a duty, not a deadline.</summary>
    public static readonly TimeSpan SigningKeyLife = TimeSpan.FromDays(3650);

    /// <summary>For how long a rotated-out key may still sign, so that every server of a group can follow.</summary>
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(7);

    /// <summary>
    /// A new key is good from this long before it was made, so that a server whose clock is behind the maker's signs with
    /// it at once. The first key of all is good from ever: whatever clock made it, the one set right can use it.
    /// </summary>
    private static readonly TimeSpan HeadStart = TimeSpan.FromDays(1);

    private const int RootBits = 3072;
    private const int SigningBits = 2048;

    /// <summary>Fills an empty folder: root, one signing key, the set that names it.</summary>
    /// <param name="folder">Where the server will look.</param>
    /// <param name="rootFile">Where the root's private key goes; null keeps it in the folder.</param>
    /// <param name="now">The set's time of issue.</param>
    /// <exception cref="KeyFolderException">The folder has keys already.</exception>
    public static void Init(KeyFolder folder, string? rootFile, DateTimeOffset now)
    {
        if (!folder.IsEmpty)
            throw new KeyFolderException($"{folder.Path} has keys already. Use 'keys rotate' for a new signing key.");
        folder.Create();
        using var root = SigningKey.Generate(RootBits);
        folder.WriteRootKey(root, rootFile);
        folder.WriteRootPublic(root);
        var payload = new KeySetPayload { Version = 1, IssuedAt = now.ToUnixTimeSeconds(), Keys = [NewKey(folder, root, now, after: null)] };
        folder.WriteKeySet(payload, root);
    }

    /// <summary>A new signing key takes over; tokens of the old one keep standing.</summary>
    /// <exception cref="KeyFolderException">The root key is missing or another one.</exception>
    public static void Rotate(KeyFolder folder, string? rootFile, TimeSpan overlap, DateTimeOffset now)
    {
        var old = folder.ReadKeySet();
        using var root = folder.ReadRootKey(rootFile);
        var lastSignature = (now + overlap).ToUnixTimeSeconds();
        var retiring = old.Keys.Select(key => Row(key, Math.Min(key.Expires, lastSignature)));
        folder.WriteKeySet(Next(old, now, [.. retiring, NewKey(folder, root, now, old)], old.Revoked), root);
    }

    /// <summary>
    /// Ends a key and every token it signed, at once, for every client that sees the new set. A new key takes over in
    /// the same set, so that no moment is without one.
    /// </summary>
    /// <exception cref="KeyFolderException">The key is unknown or revoked already, or the root key is missing.</exception>
    public static void Revoke(KeyFolder folder, string? rootFile, string kid, DateTimeOffset now)
    {
        var old = folder.ReadKeySet();
        if (old.IsRevoked(kid))
            throw new KeyFolderException($"{kid} is revoked already.");
        if (old.Find(kid) is null)
            throw new KeyFolderException($"{kid} is not in the key set. 'keys show' lists the ids.") { IsMissing = true };
        using var root = folder.ReadRootKey(rootFile);
        var kept = old.Keys.Select(key => Row(key, key.Expires)).ToList();
        if (!kept.Any(row => row.Kid != kid && !old.IsRevoked(row.Kid) && row.Exp > now.ToUnixTimeSeconds()))
            kept.Add(NewKey(folder, root, now, old));
        folder.WriteKeySet(Next(old, now, kept, [.. old.Revoked, kid]), root);
    }

    private static KeySetPayload Next(
        KeySet old, DateTimeOffset now, IReadOnlyList<KeySetRow> keys, IReadOnlyCollection<string> revoked) => new()
    {
        Version = old.Version + 1,
        IssuedAt = now.ToUnixTimeSeconds(),
        Keys = keys,
        Revoked = [.. revoked],
    };

    /// <param name="after">The set before: the new key starts later than every key in it, because the latest one signs.</param>
    private static KeySetRow NewKey(KeyFolder folder, SigningKey root, DateTimeOffset now, KeySet? after)
    {
        var start = after is null
            ? 0
            : Math.Max((now - HeadStart).ToUnixTimeSeconds(), after.Keys.Max(known => known.NotBefore) + 1);
        using var key = SigningKey.Generate(SigningBits);
        folder.WriteSigningKey(key, root);
        return Row(
            new KeySetEntry(key.Kid, key.PublicKey, start, 0), (now + SigningKeyLife).ToUnixTimeSeconds());
    }

    private static KeySetRow Row(KeySetEntry key, long expires) => new()
    {
        Kid = key.Kid,
        N = key.PublicKey.N,
        E = key.PublicKey.E,
        Nbf = key.NotBefore,
        Exp = expires,
    };
}
