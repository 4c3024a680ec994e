using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Audit;

/// <summary>The audit trail as people read it.</summary>
internal static class AuditEntrySql
{
    private const string Select =
        """
        SELECT a.id, a.at, a.actor, a.address, a.action, a.subject, a.details, a.personal, l.license_key
        FROM audit a LEFT JOIN license l ON l.id = a.license_id
        """;

    private static readonly string OfOneLicense = $"a.id IN ({ChainSql.RowsOf("@license")})";

    private const string Newest = " ORDER BY a.id DESC LIMIT @rows";

    /// <summary>Only the conditions that are asked for are written down, so that each finds its index.</summary>
    public static Task<List<Numbered<AuditRecord>>> Find(
        Session session, ListAuditRequest filter, long? license, string? creator, long? beforeId, long rows)
    {
        (string Condition, Arg Arg, bool IsAsked)[] filters =
        [
            (OfOneLicense, ("license", license), license is not null),
            ("a.action = @action", ("action", filter.Action), filter.Action is not null),
            ("a.actor = @actor", ("actor", filter.Actor), filter.Actor is not null),
            ("a.at >= @from", ("from", filter.From?.ToUnixTimeMilliseconds()), filter.From is not null),
            ("a.at < @to", ("to", filter.To?.ToUnixTimeMilliseconds()), filter.To is not null),
            ("a.creator_id = @creator", ("creator", creator), creator is not null),
            ("a.id < @before", ("before", beforeId), beforeId is not null),
        ];
        var asked = filters.Where(each => each.IsAsked).ToList();
        var where = asked.Count == 0 ? "" : " WHERE " + string.Join(" AND ", asked.Select(each => each.Condition));
        return session.Many(Select + where + Newest, Record, [.. asked.Select(each => each.Arg), ("rows", rows)]);
    }

    public static async Task<List<AuditRecord>> OfLicense(Session session, long license) =>
        [.. (await Find(session, new ListAuditRequest(), license, null, null, int.MaxValue)).Select(entry => entry.Record)];

    private static Numbered<AuditRecord> Record(DbDataReader row) => new(row.GetInt64(0), new AuditRecord
    {
        Id = row.GetInt64(0),
        At = row.Time(1),
        Actor = row.GetString(2),
        Address = row.TextOrNull(3),
        Action = row.GetString(4),
        Subject = row.GetString(5),
        Details = row.TextOrNull(6),
        Personal = row.TextOrNull(7),
        LicenseKey = row.TextOrNull(8),
    });
}
