using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.StudioOrders;

/// <summary><c>/listStudioOrders</c>, <c>/getStudioOrder</c>, <c>/cancelStudioOrder</c>.</summary>
internal sealed class StudioOrderEndpoint(TimeProvider clock)
{
    private static LicenseError NotFound { get; } = LicenseError.NotFound("Studio order");

    public void Map(Routes routes)
    {
        var wire = ProtocolJson.Wire;
        var all = Callers.Marketplace | Callers.Creators;
        routes.AdminQuery("/listStudioOrders", wire.ListStudioOrdersRequest, wire.ListStudioOrdersAnswer, List, all);
        routes.AdminQuery("/getStudioOrder", wire.GetStudioOrderRequest, wire.GetStudioOrderAnswer, Get, all);
        routes.AdminChange(
            "/cancelStudioOrder", wire.CancelStudioOrderRequest, wire.CancelStudioOrderAnswer, Cancel, Callers.Marketplace);
    }

    private static async Task<Outcome<ListStudioOrdersAnswer>> List(
        ListStudioOrdersRequest request, Principal principal, Session session)
    {
        var (page, problem) = PageAsked.Read(request.Limit, request.Cursor);
        if (problem is not null)
            return problem;
        if (request.CreatorId is { } creator && !principal.MaySee(creator))
            return new ListStudioOrdersAnswer();
        var found = page.Of(await StudioOrderSql.Find(session, request, principal.Scope ?? request.CreatorId, page));
        return new ListStudioOrdersAnswer { Orders = found.Rows, NextCursor = found.NextCursor, Count = found.Rows.Count };
    }

    private static async Task<Outcome<GetStudioOrderAnswer>> Get(
        GetStudioOrderRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.OrderId))
            return LicenseError.MissingFields;
        if (await StudioOrderSql.Find(session, request.OrderId) is not [var (id, order)] || !principal.MaySee(order.CreatorId))
            return NotFound;
        return new GetStudioOrderAnswer { Order = order, SeatCodes = await SeatCodeSql.Of(session, id) };
    }

    private async Task<Outcome<CancelStudioOrderAnswer>> Cancel(
        CancelStudioOrderRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.OrderId))
            return LicenseError.MissingFields;
        if (await StudioOrderSql.Lock(session, request.OrderId) is not [var (id, order)])
            return NotFound;
        if (order.CancelledAt is null)
        {
            await StudioOrderSql.Cancel(session, id, clock.GetUtcNow());
            await AuditTrail.Record(
                session, new(principal.Actor, clock.GetUtcNow(), "cancelStudioOrder", order.OrderId) { CreatorId = order.CreatorId });
        }

        var codes = await SeatCodeSql.Of(session, id);
        return new CancelStudioOrderAnswer { VoidCodes = codes.Count(code => !code.Redeemed) };
    }
}
