using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>
/// What an audit trail held at one moment, signed (compact JWS, RS256) by the server's signing key. Kept elsewhere, it proves
/// later that nothing of it was taken back: not even by somebody who held both the database and the audit key.
/// </summary>
public sealed class AuditCheckpoint
{
    /// <summary>The header's <c>typ</c>: no license token is one, and this is no license token (RFC 8725 section 3.11).</summary>
    public const string Type = "cglicense-audit+jws";

    [JsonRequired]
    public string Iss { get; init; } = "";

    /// <summary>Unix seconds.</summary>
    [JsonRequired]
    public long Iat { get; init; }

    /// <summary>How many rows there were.</summary>
    [JsonRequired]
    public long Rows { get; init; }

    /// <summary>The number of the last one.</summary>
    [JsonRequired]
    public long LastRow { get; init; }

    /// <summary>SHA-256 over the numbers and hashes of all, in order, in hex.</summary>
    [JsonRequired]
    public string Digest { get; init; } = "";

    /// <summary>Null unless a key of the set signed the text as a checkpoint.</summary>
    public static AuditCheckpoint? TryRead(string? compact, KeySet keys)
    {
        var jws = Jws.TryParse(compact?.Trim());
        if (jws?.Header is not { IsPlainRs256: true, Typ: Type, Kid: { } kid } || keys.Find(kid) is not { } key || !jws.IsSignedBy(key.PublicKey))
            return null;
        return SignedJson.TryRead(jws.Payload, ProtocolJson.Wire.AuditCheckpoint);
    }
}
