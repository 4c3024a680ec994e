using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Audit;

/// <summary><c>/listAudit</c>: the history, newest first.</summary>
internal static class ListAuditEndpoint
{
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
        var found = page.Of(await AuditEntrySql.Find(session, request, license?.Id, creator, page.BeforeId, page.Rows));
        return new ListAuditAnswer { Entries = found.Rows, NextCursor = found.NextCursor, Count = found.Rows.Count };
    }
}
