using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.TrialCodes;

/// <summary><c>/createTrialCode</c>, <c>/updateTrialCode</c>, <c>/deleteTrialCode</c>, <c>/listTrialCodes</c>.</summary>
internal sealed class TrialCodeEndpoint(TimeProvider clock)
{
    public void Map(Routes routes)
    {
        var wire = ProtocolJson.Wire;
        routes.AdminChange("/createTrialCode", wire.TrialCodeRequest, wire.TrialCodeAnswer, Create);
        routes.AdminChange("/updateTrialCode", wire.TrialCodeRequest, wire.TrialCodeAnswer, Update);
        routes.AdminChange("/deleteTrialCode", wire.DeleteTrialCodeRequest, wire.DoneAnswer, Delete);
        routes.AdminQuery("/listTrialCodes", wire.ListTrialCodesRequest, wire.ListTrialCodesAnswer, List);
    }

    private async Task<Outcome<TrialCodeAnswer>> Create(TrialCodeRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Code) || string.IsNullOrWhiteSpace(request.ProductId) || request.TrialDays is not { } days)
            return LicenseError.MissingFields;
        if (Problem(request) is { } problem)
            return problem;
        var (owner, refusal) = await CodeOwner.Find(session, principal, request.CreatorId, request.ProductId);
        if (refusal is not null)
            return refusal;
        var code = new TrialCodeRecord
        {
            Code = request.Code.Trim(),
            CreatorId = owner!.CreatorId!,
            ProductId = owner.Product!.Slug,
            TrialDays = days,
            MaxUses = request.MaxUses ?? Defaults.Unlimited,
            ExpiresAt = request.ExpiresAt.Value,
            Active = request.Active ?? true,
            CreatedAt = clock.GetUtcNow(),
        };
        if (!await TrialCodeSql.Add(session, code, owner.Product.Id))
            return LicenseError.Conflict($"There is a trial code '{code.Code}' already. Use /updateTrialCode to change it.");
        await Record(session, principal, "createTrialCode", code);
        return new TrialCodeAnswer { TrialCode = code };
    }

    private async Task<Outcome<TrialCodeAnswer>> Update(TrialCodeRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Code))
            return LicenseError.MissingFields;
        if (Problem(request) is { } problem)
            return problem;
        var (owner, refusal) = await CodeOwner.Find(session, principal, request.CreatorId, request.ProductId);
        if (refusal is not null)
            return refusal;
        var found = await TrialCodeSql.Lock(session, request.Code, owner!.CreatorId, owner.Product?.Slug);
        if (found is not [var (id, old)])
            return found.Count == 0 ? TrialRules.UnknownCode : CodeOwner.Ambiguous;
        var code = Changed(old, request);
        if (PromotionCode.BelowUses(code.MaxUses, code.UsedCount) is { } tooFew)
            return tooFew;
        await TrialCodeSql.Change(session, id, code, clock.GetUtcNow());
        await Record(session, principal, "updateTrialCode", code, WhatChanged.Between(old, code, ProtocolJson.Wire.TrialCodeRecord).Details);
        return new TrialCodeAnswer { TrialCode = code };
    }

    private async Task<Outcome<DoneAnswer>> Delete(DeleteTrialCodeRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Code))
            return LicenseError.MissingFields;
        var (owner, refusal) = await CodeOwner.Find(session, principal, request.CreatorId, null);
        if (refusal is not null)
            return refusal;
        var found = await TrialCodeSql.Lock(session, request.Code, owner!.CreatorId, null);
        if (found is not [var (id, code)])
            return found.Count == 0 ? TrialRules.UnknownCode : CodeOwner.Ambiguous;
        await TrialCodeSql.Remove(session, id);
        await Record(session, principal, "deleteTrialCode", code);
        return new DoneAnswer();
    }

    private static async Task<Outcome<ListTrialCodesAnswer>> List(ListTrialCodesRequest request, Principal principal, Session session)
    {
        var (page, problem) = PageAsked.Read(request.Limit, request.Cursor);
        if (problem is not null)
            return problem;
        if (request.CreatorId is { } creator && !principal.MaySee(creator))
            return new ListTrialCodesAnswer();
        var found = page.Of(await TrialCodeSql.Find(session, request, principal.Scope ?? request.CreatorId, page));
        return new ListTrialCodesAnswer { TrialCodes = found.Rows, NextCursor = found.NextCursor, Count = found.Rows.Count };
    }

    private static LicenseError? Problem(TrialCodeRequest request) =>
        PromotionCode.Problem(request.Code)
        ?? Fields.Text("creatorId", request.CreatorId, 128)
        ?? Fields.Range("trialDays", request.TrialDays, 1, VariantRules.MostDays)
        ?? Fields.Limit("maxUses", request.MaxUses);

    private static TrialCodeRecord Changed(TrialCodeRecord old, TrialCodeRequest request) => new()
    {
        Code = old.Code,
        CreatorId = old.CreatorId,
        ProductId = old.ProductId,
        TrialDays = request.TrialDays ?? old.TrialDays,
        MaxUses = request.MaxUses ?? old.MaxUses,
        UsedCount = old.UsedCount,
        ExpiresAt = request.ExpiresAt.IsGiven ? request.ExpiresAt.Value : old.ExpiresAt,
        Active = request.Active ?? old.Active,
        CreatedAt = old.CreatedAt,
    };

    private Task Record(Session session, Principal principal, string action, TrialCodeRecord code, string? details = null) => AuditTrail.Record(
        session, new(principal.Actor, clock.GetUtcNow(), action, code.Code) { CreatorId = code.CreatorId, Details = details ?? code.ProductId });
}
