using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Access;

/// <summary>API keys at rest: hashes only.</summary>
internal static class ApiKeySql
{
    /// <summary>Last use is kept to the minute; every call need not write.</summary>
    private static readonly TimeSpan LastUsedPrecision = TimeSpan.FromMinutes(1);

    private const string Select =
        "SELECT creator_id, last_used_at FROM api_key WHERE hash = @hash AND active = 1";

    private const string Touch = "UPDATE api_key SET last_used_at = @now WHERE hash = @hash";

    private const string Insert =
        "INSERT INTO api_key (hash, name, creator_id, active, created_at) VALUES (@hash, @name, @creator, 1, @now)";

    private const string Deactivate = "UPDATE api_key SET active = 0 WHERE hash = @hash RETURNING creator_id";

    private const string List =
        """
        SELECT hash, name, creator_id, active, created_at, last_used_at FROM api_key
        WHERE @creator IS NULL OR creator_id = @creator ORDER BY created_at, hash
        """;

    /// <summary>The creator an active key belongs to, else null.</summary>
    public static async Task<string?> FindCreator(Database database, string hash, DateTimeOffset now)
    {
        var found = await database.Read(session => session.One(
            Select, row => new KeyUse(row.GetString(0), row.TimeOrNull(1)), ("hash", hash)));
        if (found is not null && (found.LastUsed is not { } last || now - last >= LastUsedPrecision))
        {
            await database.Write(session =>
                session.Execute(Touch, ("hash", hash), ("now", now.ToUnixTimeMilliseconds())));
        }

        return found?.CreatorId;
    }

    public static Task Add(Session session, string hash, string name, string creator, DateTimeOffset now) => session.Execute(
        Insert, ("hash", hash), ("name", name), ("creator", creator), ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>Whose key it was; null when there is none.</summary>
    public static Task<string?> Revoke(Session session, string hash) =>
        session.One(Deactivate, row => row.GetString(0), ("hash", hash));

    public static Task<List<ApiKeyRecord>> All(Session session, string? creator) =>
        session.Many(List, Map, ("creator", creator));

    private static ApiKeyRecord Map(DbDataReader row) => new()
    {
        Hash = row.GetString(0),
        Name = row.GetString(1),
        CreatorId = row.GetString(2),
        Active = row.Flag(3),
        CreatedAt = row.Time(4),
        LastUsedAt = row.TimeOrNull(5),
    };

    private sealed record KeyUse(string CreatorId, DateTimeOffset? LastUsed);
}
