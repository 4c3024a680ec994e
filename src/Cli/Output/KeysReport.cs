using System.Text.Json;
using CgLicense.Keys;

namespace CgLicense.Cli.Output;

/// <summary>What <c>keys show --json</c> answers, as does every other <c>keys</c> command.</summary>
internal sealed class KeysReport
{
    /// <summary>Of the root's public key in DER form: what to compare by telephone.</summary>
    public string RootKeySha256 { get; init; } = "";

    /// <summary>True while <c>root.pem</c> lies where the server can read it.</summary>
    public bool RootKeyIsHere { get; init; }

    public long KeySetVersion { get; init; }
    public IReadOnlyList<FolderKey> Keys { get; init; } = [];

    /// <exception cref="KeyFolderException">The folder's files do not belong together.</exception>
    public static KeysReport Of(KeyFolder folder, DateTimeOffset now)
    {
        var set = folder.ReadKeySet();
        var signing = set.Keys
            .Where(key => !set.IsRevoked(key.Kid) && key.CoversIssueAt(now.ToUnixTimeSeconds()) && folder.HasSigningKey(key.Kid))
            .MaxBy(key => key.NotBefore)?.Kid;
        return new KeysReport
        {
            RootKeySha256 = ServerReport.Sha256(folder.RootPublicPem),
            RootKeyIsHere = folder.HasRootKey,
            KeySetVersion = set.Version,
            Keys =
            [
                .. ServerReport.KeysOf(set, signing, now).Select(key => new FolderKey(
                    key.Kid, key.State, key.NotBefore, key.Expires, folder.HasSigningKey(key.Kid))),
            ],
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, CliJson.Wire.KeysReport);
}

/// <summary>One key of the set, and whether its private half lies in the folder.</summary>
internal sealed record FolderKey(string Kid, string State, string? NotBefore, string? Expires, bool PrivateHalfIsHere);
