using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Products;

/// <summary><c>/createVariant</c>, <c>/updateVariant</c>, <c>/deleteVariant</c>, <c>/listVariants</c>.</summary>
internal sealed class VariantEndpoint(TimeProvider clock)
{
    public void Map(Routes routes)
    {
        routes.AdminChange("/createVariant", ProtocolJson.Wire.VariantRequest, ProtocolJson.Wire.VariantAnswer, Create);
        routes.AdminChange("/updateVariant", ProtocolJson.Wire.VariantRequest, ProtocolJson.Wire.VariantAnswer, Update);
        routes.AdminChange("/deleteVariant", ProtocolJson.Wire.DeleteVariantRequest, ProtocolJson.Wire.DoneAnswer, Delete);
        routes.AdminQuery("/listVariants", ProtocolJson.Wire.ListVariantsRequest, ProtocolJson.Wire.ListVariantsAnswer, List);
    }

    private async Task<Outcome<VariantAnswer>> Create(VariantRequest request, Principal principal, Session session)
    {
        var (product, refusal) = await FindProduct(request, principal, session);
        if (refusal is not null)
            return refusal;
        var variant = VariantRules.New(request, VariantRules.Name(product!.Slug, request.Name!));
        if (VariantRules.Problem(variant) is { } problem)
            return problem;
        if (!await VariantSql.Add(session, product.Id, variant, clock.GetUtcNow()))
            return LicenseError.Conflict($"The product has a variant '{variant.Name}' already. Use /updateVariant to change it.");
        await Record(session, principal, product, "createVariant", variant);
        return new VariantAnswer { VariantId = variant.VariantId };
    }

    private async Task<Outcome<VariantAnswer>> Update(VariantRequest request, Principal principal, Session session)
    {
        var (product, refusal) = await FindProduct(request, principal, session);
        if (refusal is not null)
            return refusal;
        var name = VariantRules.Name(product!.Slug, request.Name!);
        if (await VariantSql.Find(session, product.Id, name) is not { } old)
            return LicenseError.NotFound("Variant");
        var variant = VariantRules.Changed(old, request);
        if (VariantRules.Problem(variant) is { } problem)
            return problem;
        await VariantSql.Change(session, product.Id, variant, clock.GetUtcNow());
        await Record(session, principal, product, "updateVariant", variant, WhatChanged.Between(old, variant, ProtocolJson.Wire.VariantRecord).Details);
        return new VariantAnswer { VariantId = variant.VariantId };
    }

    private async Task<Outcome<DoneAnswer>> Delete(DeleteVariantRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.ProductId) || string.IsNullOrWhiteSpace(request.Name))
            return LicenseError.MissingFields;
        if (await ProductSql.Hold(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        var name = VariantRules.Name(product.Slug, request.Name);
        if (await VariantSql.LockToDelete(session, product.Id, name) is not { } variant)
            return LicenseError.NotFound("Variant");
        if (await VariantSql.IsUsed(session, product.Id, name))
            return LicenseError.Conflict($"The variant '{name}' has licenses or orders. Set 'active' to false instead: it is sold no more, and they go on.");
        await VariantSql.Remove(session, product.Id, name);
        await Record(session, principal, product, "deleteVariant", variant);
        return new DoneAnswer();
    }

    private static async Task<Outcome<ListVariantsAnswer>> List(
        ListVariantsRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.ProductId))
            return LicenseError.MissingFields;
        if (await ProductSql.Find(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        return new ListVariantsAnswer { Variants = await VariantSql.All(session, product.Id) };
    }

    private static async Task<(ProductFacts? Product, LicenseError? Refusal)> FindProduct(
        VariantRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.ProductId) || string.IsNullOrWhiteSpace(request.Name))
            return (null, LicenseError.MissingFields);
        if (VariantRules.Problem(request) is { } problem)
            return (null, problem);
        return await ProductSql.Lock(session, request.ProductId) is { } product && principal.MaySee(product.CreatorId)
            ? (product, null)
            : (null, LicenseError.ProductNotFound);
    }

    private Task Record(Session session, Principal principal, ProductFacts product, string action, VariantRecord variant, string? details = null) =>
        AuditTrail.Record(
            session, new(principal.Actor, clock.GetUtcNow(), action, variant.VariantId) { CreatorId = product.CreatorId, Details = details });
}
