using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>One signing key that the root vouches for.</summary>
/// <param name="Kid">RFC 7638 thumbprint.</param>
/// <param name="PublicKey">The key itself.</param>
/// <param name="NotBefore">Unix seconds; it signs nothing earlier.</param>
/// <param name="Expires">Unix seconds; it signs nothing later. Tokens it signed before keep standing.</param>
public sealed record KeySetEntry(string Kid, RsaPublicKey PublicKey, long NotBefore, long Expires)
{
    /// <summary>
    /// The key's period is held against the token's time of issue, not against the clock: an artist who is offline
    /// while a key retires loses nothing.
    /// </summary>
    public bool CoversIssueAt(long iat) =>
        iat >= NotBefore - Defaults.ClockSkewSeconds && iat <= Expires + Defaults.ClockSkewSeconds;
}

/// <summary>The signing keys of a server, as its root key signed them: a compact JWS (RS256) over <see cref="KeySetPayload"/>.</summary>
public sealed class KeySet
{
    private readonly Dictionary<string, KeySetEntry> byKid;
    private readonly HashSet<string> revoked;

    private KeySet(string compact, long version, long issuedAt, Dictionary<string, KeySetEntry> byKid, HashSet<string> revoked)
    {
        Compact = compact;
        Version = version;
        IssuedAt = issuedAt;
        this.byKid = byKid;
        this.revoked = revoked;
    }

    /// <summary>The signed text itself, to store or pass on.</summary>
    public string Compact { get; }

    /// <summary>Grows with every change; a client never goes back to a lower one.</summary>
    public long Version { get; }

    /// <summary>Unix seconds.</summary>
    public long IssuedAt { get; }

    public IReadOnlyCollection<KeySetEntry> Keys => byKid.Values;

    public IReadOnlyCollection<string> Revoked => revoked;

    public bool IsRevoked(string kid) => revoked.Contains(kid);

    /// <summary>The key of that id, unless it is unknown or revoked.</summary>
    public KeySetEntry? Find(string kid)
    {
        byKid.TryGetValue(kid, out var key);
        return IsRevoked(kid) ? null : key;
    }

    /// <summary>Null unless <paramref name="root"/> signed the text and everything in it is well formed.</summary>
    public static KeySet? TryRead(string? compact, RsaPublicKey root)
    {
        var jws = Jws.TryParse(compact);
        if (jws is null || !jws.Header.IsPlainRs256 || !jws.IsSignedBy(root))
            return null;
        var payload = SignedJson.TryRead(jws.Payload, ProtocolJson.Wire.KeySetPayload);
        // The annotations of the types keep null out of members, not out of lists.
        if (payload is null || payload.Version < 1 || payload.Revoked.Any(string.IsNullOrEmpty))
            return null;
        var byKid = TryKeys(payload.Keys);
        return byKid is null
            ? null
            : new KeySet(compact!, payload.Version, payload.IssuedAt, byKid, new HashSet<string>(payload.Revoked, StringComparer.Ordinal));
    }

    private static Dictionary<string, KeySetEntry>? TryKeys(IReadOnlyList<KeySetRow> rows)
    {
        var byKid = new Dictionary<string, KeySetEntry>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row is null || row.Kid.Length == 0 || byKid.ContainsKey(row.Kid))
                return null;
            var key = TryKey(row);
            if (key is null)
                return null;
            byKid.Add(row.Kid, new KeySetEntry(row.Kid, key, row.Nbf, row.Exp));
        }

        return byKid;
    }

    private static RsaPublicKey? TryKey(KeySetRow row)
    {
        try
        {
            return Base64Url.TryDecode(row.N, out var n) && Base64Url.TryDecode(row.E, out var e) ? new RsaPublicKey(n, e) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>The key set's claims, as they are signed. A reader must be sure that a missing list is not an attack: all are required.</summary>
public sealed class KeySetPayload
{
    [JsonRequired]
    public long Version { get; init; }

    [JsonRequired]
    public long IssuedAt { get; init; }

    [JsonRequired]
    public IReadOnlyList<KeySetRow> Keys { get; init; } = [];

    [JsonRequired]
    public IReadOnlyList<string> Revoked { get; init; } = [];
}

public sealed class KeySetRow
{
    [JsonRequired]
    public string Kid { get; init; } = "";

    [JsonRequired]
    public string N { get; init; } = "";

    [JsonRequired]
    public string E { get; init; } = "";

    [JsonRequired]
    public long Nbf { get; init; }

    [JsonRequired]
    public long Exp { get; init; }
}
