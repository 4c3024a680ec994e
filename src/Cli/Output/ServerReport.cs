using System.Security.Cryptography;

namespace CgLicense.Cli.Output;

/// <summary>What <c>server --json</c> answers: health and key set, judged.</summary>
internal sealed class ServerReport
{
    public const string Signing = "signing";
    public const string Revoked = "revoked";

    public string Server { get; init; } = "";
    public string Status { get; init; } = "";
    public string? Version { get; init; }
    public string? Database { get; init; }

    /// <summary>Negative when the server's clock is behind this computer's.</summary>
    public long ClockAheadSeconds { get; init; }

    public long KeySetVersion { get; init; }
    public IReadOnlyList<ServerKey> Keys { get; init; } = [];

    /// <summary>PEM. Clients pin it with <c>--public-key</c>.</summary>
    public string RootKey { get; init; } = "";

    /// <summary>Of the key's DER form: what to compare by telephone.</summary>
    public string RootKeySha256 { get; init; } = "";

    /// <summary>Null when the root key did not sign the key set.</summary>
    public static ServerReport? Of(string server, HealthAnswer health, SigningKeyAnswer signing, DateTimeOffset now)
    {
        if (signing.RootKey is null || TryRoot(signing.RootKey) is not { } root || KeySet.TryRead(signing.KeySet, root) is not { } set)
            return null;
        return new ServerReport
        {
            Server = server,
            Status = health.Status,
            Version = health.Version,
            Database = health.Database,
            ClockAheadSeconds = health.Time is { } time ? (long)(time - now).TotalSeconds : 0,
            KeySetVersion = set.Version,
            Keys = KeysOf(set, signing.Kid, now),
            RootKey = signing.RootKey,
            RootKeySha256 = Sha256(signing.RootKey),
        };
    }

    public static IReadOnlyList<ServerKey> KeysOf(KeySet set, string? signing, DateTimeOffset now) =>
    [
        .. set.Keys.Where(key => !set.IsRevoked(key.Kid)).Select(key => new ServerKey(
            key.Kid, State(key, signing, now), Day(key.NotBefore), Day(key.Expires))),
        .. set.Revoked.Select(kid => new ServerKey(kid, Revoked, null, null)),
    ];

    /// <summary>A key's state, coloured.</summary>
    public static string Badge(string state) => state switch
    {
        Signing => "[green]signing[/]",
        Revoked => "[red]revoked[/]",
        _ => Wording.Faint(state),
    };

    private static string State(KeySetEntry key, string? signing, DateTimeOffset now) =>
        key.Kid == signing ? Signing
        : now.ToUnixTimeSeconds() < key.NotBefore ? "announced"
        : "retired";

    private static RsaPublicKey? TryRoot(string pem)
    {
        try
        {
            return RsaPublicKey.FromPem(pem);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static string Sha256(string pem)
    {
        var label = PemEncoding.Find(pem);
        return Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(pem[label.Base64Data])));
    }

    private static string? Day(long unixSeconds) =>
        unixSeconds == 0 ? null : Moment.Iso(DateTimeOffset.FromUnixTimeSeconds(unixSeconds))[..10];
}

/// <summary>One key of the set.</summary>
/// <param name="Kid">Its id.</param>
/// <param name="State"><c>signing</c>, <c>announced</c>, <c>retired</c> (its tokens still count) or <c>revoked</c> (they do not).</param>
/// <param name="NotBefore">Date (UTC) from which it may sign; null when from ever, or revoked.</param>
/// <param name="Expires">Date (UTC) until which it may sign; null when revoked.</param>
internal sealed record ServerKey(string Kid, string State, string? NotBefore, string? Expires);
