using System.Text.Json;
using System.Text.Json.Serialization;
using CgLicense.Protocol;

namespace CgLicense.Server.Audit;

/// <summary>The parts of a verification, in their order.</summary>
internal enum AuditStage
{
    /// <summary>Rows of servers that had no chains.</summary>
    Earlier,

    /// <summary>Each row against its seal and its neighbours.</summary>
    Rows,

    /// <summary>Each chain's end.</summary>
    Chains,

    /// <summary>Each license has a chain.</summary>
    Licenses,

    Done,
}

/// <summary>
/// Where a verification stands. It travels with the caller from part to part, so that a walk over millions of rows holds
/// no connection, no snapshot and no memory.
/// </summary>
internal sealed record AuditWalk
{
    public AuditStage Stage { get; init; }

    /// <summary>The last row or license that was looked at in this stage.</summary>
    public long After { get; init; }

    /// <summary>The last chain that was looked at.</summary>
    public string AfterChain { get; init; } = "";

    /// <summary>The last row when the walk began: what is written meanwhile is left to the next one.</summary>
    public long LastRow { get; init; }

    public long LastLicense { get; init; }

    public long Rows { get; init; }

    public long Chains { get; init; }

    public long Faults { get; init; }

    /// <summary>Over the rows so far; in the first stage, over the earlier ones.</summary>
    public string Digest { get; init; } = AuditBeginning.EmptyDigest;

    /// <summary>The checkpoint was come to, and compared.</summary>
    public bool IsCompared { get; init; }

    public string Write() => Base64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(this, AuditWalkJson.Default.AuditWalk));

    /// <summary>Null for what no walk wrote.</summary>
    public static AuditWalk? Read(string text)
    {
        try
        {
            return Base64Url.TryDecode(text, out var json) ? JsonSerializer.Deserialize(json, AuditWalkJson.Default.AuditWalk) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>In the next stage, from its beginning.</summary>
    public AuditWalk Next() => this with { Stage = Stage + 1, After = 0, Digest = Stage == AuditStage.Earlier ? AuditBeginning.EmptyDigest : Digest };
}

[JsonSerializable(typeof(AuditWalk))]
internal sealed partial class AuditWalkJson : JsonSerializerContext;
