using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Audit;

/// <summary><c>/listAudit</c>: the history, newest first.</summary>
internal static class ListAuditEndpoint
{
    private const string Select =
        """
        SELECT a.id, a.at, a.actor, a.address, a.action, a.subject, a.details, a.personal, l.license_key
        FROM audit a LEFT JOIN license l ON l.id = a.license_id
        """;

    private const string Newest = " ORDER BY a.id DESC LIMIT @rows";

    public static void Map(Routes routes) => routes.AdminQuery(
        "/listAudit", ProtocolJson.Wire.ListAuditRequest, ProtocolJson.Wire.ListAuditAnswer, Answer);

    private static async Task<Outcome<ListAuditAnswer>> Answer(ListAuditRequest request, Principal principal, Session session)
    {
        var (page, problem) = PageAsked.Read(request.Limit, request.Cursor);
        problem ??= Fields.Text("action", request.Action, 128) ?? Fields.Text("actor", request.Actor, 128);
        if (problem is not null)
            return problem;
        var license = default(LicenseFacts);
        if (request.LicenseKey is not null)
        {
            license = await LicenseSql.Find(session, LicenseKey.Parse(request.LicenseKey));
            if (license is null || !principal.MaySee(license.CreatorId))
                return LicenseError.LicenseNotFound;
        }

        if (request.CreatorId is { } asked && !principal.MaySee(asked))
            return new ListAuditAnswer();
        var creator = principal.Scope ?? request.CreatorId;
        (string Condition, Arg Arg, bool IsAsked)[] filters =
        [
            ("a.license_id = @license", ("license", license?.Id), license is not null),
            ("a.action = @action", ("action", request.Action), request.Action is not null),
            ("a.actor = @actor", ("actor", request.Actor), request.Actor is not null),
            ("a.at >= @from", ("from", request.From?.ToUnixTimeMilliseconds()), request.From is not null),
            ("a.at < @to", ("to", request.To?.ToUnixTimeMilliseconds()), request.To is not null),
            ("a.creator_id = @creator", ("creator", creator), creator is not null),
            ("a.id < @before", ("before", page.BeforeId), page.BeforeId is not null),
        ];
        var active = filters.Where(filter => filter.IsAsked).ToList();
        var where = active.Count == 0 ? "" : " WHERE " + string.Join(" AND ", active.Select(filter => filter.Condition));
        var found = page.Of(await session.Many(
            Select + where + Newest, Record, [.. active.Select(filter => filter.Arg), ("rows", page.Rows)]));
        return new ListAuditAnswer { Entries = found.Rows, NextCursor = found.NextCursor, Count = found.Rows.Count };
    }

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
