using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.AntiPiracy;

/// <summary><c>GET|POST /listViolations</c>: what a person should look at, the worst first.</summary>
internal sealed class ListViolationsEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminQuery(
        "/listViolations", ProtocolJson.Wire.ListViolationsRequest, ProtocolJson.Wire.ListViolationsAnswer, Answer);

    private async Task<Outcome<ListViolationsAnswer>> Answer(ListViolationsRequest request, Principal principal, Session session)
    {
        if (Fields.Range("limit", request.Limit, 1, Defaults.MostPageRows) is { } problem)
            return problem;
        var after = request.Cursor is { Length: > 0 } cursor ? QueuePlace.Parse(cursor) : null;
        if (after is null && request.Cursor is { Length: > 0 })
            return LicenseError.InvalidRequest("Field 'cursor' must be the nextCursor of an earlier page.");
        var limit = request.Limit ?? Defaults.PageRows;
        var found = await ViolationSql.Queue(session, request, principal.Scope, after, limit + 1, clock.GetUtcNow());
        var page = found.Take((int)limit).ToList();
        return new ListViolationsAnswer
        {
            Violations = page,
            NextCursor = found.Count > limit ? QueuePlace.Of(page[^1]).ToString() : null,
            Count = page.Count,
        };
    }
}
