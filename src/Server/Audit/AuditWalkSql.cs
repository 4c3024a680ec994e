using System.Data.Common;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Audit;

/// <summary>The history's first row: what it seals (null when that is unreadable), and when it was written.</summary>
internal sealed record FoundBeginning(AuditBeginning? Earlier, DateTimeOffset At);

/// <summary>Reads what a verification looks at. Each page is one statement, and so one moment.</summary>
internal static class AuditWalkSql
{
    private const string RowPage =
        """
        SELECT a.id, a.at, a.actor, a.action, a.creator_id, a.license_id, a.subject, a.details, a.chain, a.place, a.previous, a.hash, a.opens,
            a.address, a.address_salt, a.address_seal, a.personal, a.personal_salt, a.personal_seal,
            (SELECT MIN(t.id) FROM audit t WHERE t.chain = a.chain AND t.place = a.place AND t.id <> a.id),
            CASE WHEN a.place = 1 THEN (SELECT MIN(o.hash) FROM audit o WHERE o.opens = a.chain)
                ELSE (SELECT MIN(b.hash) FROM audit b WHERE b.chain = a.chain AND b.place = a.place - 1) END,
            CASE WHEN a.chain IS NULL OR EXISTS (SELECT 1 FROM audit_chain c WHERE c.chain = a.chain) THEN 1 ELSE 0 END,
            CASE WHEN a.opens IS NULL OR (EXISTS (SELECT 1 FROM audit_chain c WHERE c.chain = a.opens)
                AND (a.license_id IS NULL OR EXISTS (SELECT 1 FROM license l WHERE l.id = a.license_id))) THEN 1 ELSE 0 END
        FROM audit a WHERE a.id > @after AND a.id <= @last ORDER BY a.id LIMIT @rows
        """;

    private const string EndPage =
        """
        SELECT c.chain, c.start, c.length, c.head, c.seal,
            (SELECT MIN(r.hash) FROM audit r WHERE r.chain = c.chain AND r.place = c.length),
            (SELECT MIN(o.hash) FROM audit o WHERE o.opens = c.chain),
            (SELECT MIN(n.id) FROM audit n WHERE n.chain = c.chain AND n.place > c.length)
        FROM audit_chain c WHERE c.chain > @after ORDER BY c.chain LIMIT @rows
        """;

    private static readonly string LicensePage =
        $"""
        SELECT l.id, CASE WHEN EXISTS ({ChainSql.RowsOf("l.id")}) THEN 1 ELSE 0 END
        FROM license l WHERE l.id > @after AND l.id <= @last ORDER BY l.id LIMIT @rows
        """;

    private const string First = "SELECT details, at FROM audit WHERE chain = 'server' AND place = 1 AND action = @action";

    /// <summary>Null when that row is gone.</summary>
    public static Task<FoundBeginning?> Beginning(Session session) => session.One(
        First, row => new FoundBeginning(AuditBeginning.Read(row.TextOrNull(0)), row.Time(1)), ("action", AuditBeginning.Action));

    /// <summary>The last row and license of this moment: nothing with a lower number can still appear.</summary>
    public static async Task<(long Row, long License)> Ends(Session session)
    {
        await session.AwaitWriters("audit");
        return (
            await session.Number("SELECT MAX(id) FROM audit") ?? 0,
            await session.Number("SELECT MAX(id) FROM license") ?? 0);
    }

    /// <summary>Rows after a number. Those from before the history have no chain, and null for what is found.</summary>
    public static Task<List<(long Id, string? Hash, FoundRow? Found)>> Rows(Session session, long after, long last, long rows) =>
        session.Many(RowPage, Row, ("after", after), ("last", last), ("rows", rows));

    public static Task<List<FoundEnd>> Chains(Session session, string after, long rows) => session.Many(
        EndPage,
        row => new FoundEnd(
            new ChainHead(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4)),
            row.TextOrNull(5), row.TextOrNull(6), row.NumberOrNull(7)),
        ("after", after), ("rows", rows));

    public static Task<List<(long Id, bool HasHistory)>> Licenses(Session session, long after, long last, long rows) =>
        session.Many(LicensePage, row => (row.GetInt64(0), row.GetInt32(1) != 0), ("after", after), ("last", last), ("rows", rows));

    private static (long, string?, FoundRow?) Row(DbDataReader row)
    {
        var (id, hash) = (row.GetInt64(0), row.TextOrNull(11));
        if (row.TextOrNull(8) is not { } chain)
            return (id, hash, null);
        var said = new AuditRow
        {
            Chain = chain,
            Place = row.NumberOrNull(9) ?? 0,
            Previous = row.TextOrNull(10) ?? "",
            At = row.GetInt64(1),
            Actor = row.GetString(2),
            Action = row.GetString(3),
            CreatorId = row.TextOrNull(4),
            License = row.NumberOrNull(5),
            Subject = row.GetString(6),
            Details = row.TextOrNull(7),
            Opens = row.TextOrNull(12),
            Address = new ErasableText(row.TextOrNull(13), row.TextOrNull(14), row.TextOrNull(15)),
            Personal = new ErasableText(row.TextOrNull(16), row.TextOrNull(17), row.TextOrNull(18)),
        };
        return (id, hash, new FoundRow(id, said, hash ?? "", row.NumberOrNull(19), row.TextOrNull(20), row.GetInt32(21) != 0, row.GetInt32(22) != 0));
    }
}
