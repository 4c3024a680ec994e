using System.Globalization;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary><c>GET|POST /listLicenses</c>: newest first; the cursor is the last row's number, so pages never shift.</summary>
internal sealed class ListLicensesEndpoint(TimeProvider clock)
{
    private static IReadOnlyList<string> Statuses { get; } = [.. LicenseStatus.Stored, LicenseStatus.Expired];

    public void Map(Routes routes) => routes.AdminQuery(
        "/listLicenses", ProtocolJson.Wire.ListLicensesRequest, ProtocolJson.Wire.ListLicensesAnswer, Answer);

    private async Task<Outcome<ListLicensesAnswer>> Answer(
        ListLicensesRequest request, Principal principal, Session session)
    {
        if ((Fields.OneOf("status", request.Status, Statuses)
            ?? Fields.Range("limit", request.Limit, 1, ListLicensesRequest.MaxLimit)
            ?? Fields.Text("search", request.Search, 255)
            ?? Fields.Text("purchaseId", request.PurchaseId, 255)) is { } problem)
        {
            return problem;
        }

        var before = default(long?);
        if (request.Cursor is { Length: > 0 } cursor)
        {
            if (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                return LicenseError.InvalidRequest("Field 'cursor' must be the nextCursor of an earlier page.");
            before = id;
        }

        var limit = request.Limit ?? ListLicensesRequest.DefaultLimit;
        var rows = await LicenseRecordSql.Page(session, request, principal.Scope, before, limit + 1, clock.GetUtcNow());
        var page = rows.Take((int)limit).ToList();
        return new ListLicensesAnswer
        {
            Licenses = [.. page.Select(row => row.Record)],
            NextCursor = rows.Count > limit ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
            Count = page.Count,
        };
    }
}
