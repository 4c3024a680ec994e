using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Audit;

/// <summary>
/// What was there before the history began, as its first row seals it: rows that servers without chains wrote, and
/// licenses whose making nobody sealed. It is empty on a new database.
/// </summary>
/// <param name="EarlierRows">How many rows.</param>
/// <param name="LastEarlierRow">The number of the last one.</param>
/// <param name="EarlierDigest">SHA-256 over them, in order.</param>
/// <param name="LastEarlierLicense">The number of the last license.</param>
internal sealed record AuditBeginning(long EarlierRows, long LastEarlierRow, string EarlierDigest, long LastEarlierLicense)
{
    public const string Action = "beginAudit";

    public const string EmptyDigest = "";

    private const int PageRows = 1000;

    private const string Page =
        """
        SELECT id, at, actor, action, creator_id, license_id, subject, details FROM audit
        WHERE chain IS NULL AND id > @after ORDER BY id LIMIT @rows
        """;

    public static AuditBeginning? Read(string? details)
    {
        try
        {
            return details is null ? null : JsonSerializer.Deserialize(details, AuditBeginningJson.Default.AuditBeginning);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static async Task<ChainHead> Write(Session session, AuditKey key, DateTimeOffset now)
    {
        var start = AuditFaultRules.RootStart(key);
        await ChainSql.Add(session, ChainHead.At(key, ChainName.Server, start, 0, start));
        var root = await ChainSql.Lock(session, ChainName.Server)
            ?? throw new InvalidOperationException("The audit trail's root chain could not be made.");
        // Another server was faster.
        if (root.Length > 0)
            return root;
        var found = JsonSerializer.Serialize(await Find(session), AuditBeginningJson.Default.AuditBeginning);
        await ChainSql.Append(session, key, root, new(Actor.Job("audit"), now, Action, ChainName.Server) { Details = found });
        return (await ChainSql.Lock(session, ChainName.Server))!;
    }

    /// <summary>Rows without a chain after a number, as they enter the digest.</summary>
    public static Task<List<(long Id, byte[] Content)>> Unchained(Session session, long after, long rows) =>
        session.Many(Page, row => (row.GetInt64(0), Content(row)), ("after", after), ("rows", rows));

    public static string Add(string digest, byte[] content) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(digest), .. content]));

    private static async Task<AuditBeginning> Find(Session session)
    {
        var (count, last, digest) = (0L, 0L, EmptyDigest);
        while (await Unchained(session, last, PageRows) is { Count: > 0 } page)
        {
            digest = page.Aggregate(digest, (sum, row) => Add(sum, row.Content));
            (count, last) = (count + page.Count, page[^1].Id);
        }

        return new(count, last, digest, await session.Number("SELECT MAX(id) FROM license") ?? 0);
    }

    private static byte[] Content(DbDataReader row) => CanonicalText.Of(
        "cglicense/audit/earlier/v1",
        [.. Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? null : Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture))]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditBeginning))]
internal sealed partial class AuditBeginningJson : JsonSerializerContext;
