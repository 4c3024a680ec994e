using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.DiscountCodes;

/// <summary><c>/createDiscountCode</c>, <c>/updateDiscountCode</c>, <c>/deleteDiscountCode</c>, <c>/listDiscountCodes</c>.</summary>
internal sealed class DiscountCodeEndpoint(TimeProvider clock)
{
    private static LicenseError NotFound { get; } = LicenseError.NotFound("Discount code");

    public void Map(Routes routes)
    {
        var wire = ProtocolJson.Wire;
        routes.AdminChange("/createDiscountCode", wire.DiscountCodeRequest, wire.DiscountCodeAnswer, Create);
        routes.AdminChange("/updateDiscountCode", wire.DiscountCodeRequest, wire.DiscountCodeAnswer, Update);
        routes.AdminChange("/deleteDiscountCode", wire.DeleteDiscountCodeRequest, wire.DoneAnswer, Delete);
        routes.AdminQuery("/listDiscountCodes", wire.ListDiscountCodesRequest, wire.ListDiscountCodesAnswer, List);
    }

    private async Task<Outcome<DiscountCodeAnswer>> Create(DiscountCodeRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Code))
            return LicenseError.MissingFields;
        if (DiscountCodeRules.Problem(request) is { } problem)
            return problem;
        var (owner, refusal) = await CodeOwner.Find(session, principal, request.CreatorId, request.ProductId);
        if (refusal is not null)
            return refusal;
        if (string.IsNullOrWhiteSpace(owner!.CreatorId))
            return LicenseError.MissingFields;
        var code = DiscountCodeRules.New(request, owner.CreatorId, clock.GetUtcNow());
        if (!await DiscountCodeSql.Add(session, code, owner.Product?.Id))
            return LicenseError.Conflict($"There is a discount code '{code.Code}' already. Use /updateDiscountCode to change it.");
        await Record(session, principal, "createDiscountCode", code);
        return new DiscountCodeAnswer { DiscountCode = code };
    }

    private async Task<Outcome<DiscountCodeAnswer>> Update(DiscountCodeRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Code))
            return LicenseError.MissingFields;
        if (DiscountCodeRules.Problem(request) is { } problem)
            return problem;
        var (owner, refusal) = await CodeOwner.Find(session, principal, request.CreatorId, request.ProductId);
        if (refusal is not null)
            return refusal;
        var found = await DiscountCodeSql.Lock(session, request.Code, owner!.CreatorId);
        if (found is not [var (id, old)])
            return found.Count == 0 ? NotFound : CodeOwner.Ambiguous;
        var code = DiscountCodeRules.Changed(old, request);
        if (PromotionCode.BelowUses(code.MaxUses, code.UsedCount) is { } tooFew)
            return tooFew;
        await DiscountCodeSql.Change(session, id, code, clock.GetUtcNow());
        await Record(session, principal, "updateDiscountCode", code, WhatChanged.Between(old, code, ProtocolJson.Wire.DiscountCodeRecord).Details);
        return new DiscountCodeAnswer { DiscountCode = code };
    }

    private async Task<Outcome<DoneAnswer>> Delete(DeleteDiscountCodeRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Code))
            return LicenseError.MissingFields;
        var (owner, refusal) = await CodeOwner.Find(session, principal, request.CreatorId, null);
        if (refusal is not null)
            return refusal;
        var found = await DiscountCodeSql.Lock(session, request.Code, owner!.CreatorId);
        if (found is not [var (id, code)])
            return found.Count == 0 ? NotFound : CodeOwner.Ambiguous;
        await DiscountCodeSql.Remove(session, id);
        await Record(session, principal, "deleteDiscountCode", code);
        return new DoneAnswer();
    }

    private static async Task<Outcome<ListDiscountCodesAnswer>> List(
        ListDiscountCodesRequest request, Principal principal, Session session)
    {
        var (page, problem) = PageAsked.Read(request.Limit, request.Cursor);
        if (problem is not null)
            return problem;
        if (request.CreatorId is { } creator && !principal.MaySee(creator))
            return new ListDiscountCodesAnswer();
        var found = page.Of(await DiscountCodeSql.Find(session, request, principal.Scope ?? request.CreatorId, page));
        return new ListDiscountCodesAnswer
        {
            DiscountCodes = found.Rows,
            NextCursor = found.NextCursor,
            Count = found.Rows.Count,
        };
    }

    private Task Record(Session session, Principal principal, string action, DiscountCodeRecord code, string? details = null) =>
        AuditTrail.Record(session, new(principal.Actor, clock.GetUtcNow(), action, code.Code) { CreatorId = code.CreatorId, Details = details });
}
