using CgLicense.Protocol;

namespace CgLicense;

/// <summary>By what tokens are believed at a moment.</summary>
/// <param name="Root">The root key that counts; null before first use.</param>
/// <param name="FirstUseRoot">The root key met on first use, PEM; it is what the file remembers, also while another is pinned.</param>
/// <param name="Keys">The highest key set that the root has signed; null when none is known.</param>
internal sealed record Trust(RsaPublicKey? Root, string? FirstUseRoot, KeySet? Keys);

/// <summary>Which root key counts: the one given, else the one packed with the library, else the one met on first use.</summary>
/// <param name="pinned">The key given by the tool.</param>
/// <param name="vouchesForKeys">Whether a key met on first use may be believed: over TLS or from this machine.</param>
internal sealed class KeyTrust(RsaPublicKey? pinned, bool vouchesForKeys)
{
    private const string PackedKey = "root_key.pem";

    // How root_key.space begins, until a server hands the library out with its key in that place.
    private const string EmptySpace = "CGLICENSE ROOT KEY SPACE";

    private readonly RsaPublicKey? pinned = pinned ?? Packed();

    /// <summary>False where any answer could be anybody's.</summary>
    public bool MayTalk => pinned is not null || vouchesForKeys;

    public Trust Of(CachedLicense? record)
    {
        var root = pinned ?? TryRead(record?.RootKey);
        return new Trust(root, record?.RootKey, root is null ? null : KeySet.TryRead(record?.KeySet, root));
    }

    /// <summary>
    /// Null when the root that counts did not sign the key set. An older set than the known one changes nothing:
    /// replaying it would bring revoked keys back.
    /// </summary>
    public Trust? Adopt(Trust held, SigningKeyAnswer answer)
    {
        var root = pinned ?? held.Root ?? (vouchesForKeys ? TryRead(answer.RootKey) : null);
        if (root is null || KeySet.TryRead(answer.KeySet, root) is not { } keys)
            return null;
        return held.Keys?.Version >= keys.Version
            ? held
            : new Trust(root, pinned is null ? held.FirstUseRoot ?? answer.RootKey : held.FirstUseRoot, keys);
    }

    private static RsaPublicKey? TryRead(string? pem)
    {
        try
        {
            return pem is null ? null : RsaPublicKey.FromPem(pem);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static RsaPublicKey? Packed()
    {
        using var resource = typeof(KeyTrust).Assembly.GetManifestResourceStream(PackedKey);
        if (resource is null)
            return null;
        using var reader = new StreamReader(resource);
        var text = reader.ReadToEnd();
        return text.StartsWith(EmptySpace, StringComparison.Ordinal) ? null : RsaPublicKey.FromPem(text);
    }
}
