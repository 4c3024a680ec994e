using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Purchases;

/// <summary>
/// <c>/createPrice</c>, <c>/deletePrice</c>, <c>/listPrices</c>. Only the holder of the admin secret says what a price stands for: a creator could
/// otherwise put another's sales on their own product.
/// </summary>
internal sealed class PriceEndpoint(EventIntake intake, TimeProvider clock)
{
    private static LicenseError AdminOnly { get; } = LicenseError.Unauthorized(
        "What a price stands for is set with the admin secret. Ask whoever runs the server.");

    private static LicenseError NotFound { get; } = LicenseError.NotFound("Price");

    public void Map(Routes routes)
    {
        var wire = ProtocolJson.Wire;
        routes.AdminChange("/createPrice", wire.CreatePriceRequest, wire.CreatePriceAnswer, Create);
        routes.AdminChange("/deletePrice", wire.DeletePriceRequest, wire.DoneAnswer, Delete);
        routes.AdminQuery("/listPrices", wire.ListPricesRequest, wire.ListPricesAnswer, List);
    }

    private async Task<Outcome<CreatePriceAnswer>> Create(CreatePriceRequest request, Principal principal, Session session)
    {
        if (principal is not Principal.Admin)
            return AdminOnly;
        if (string.IsNullOrWhiteSpace(request.PriceId) || string.IsNullOrWhiteSpace(request.ProductId))
            return LicenseError.MissingFields;
        if (Problem(request) is { } problem)
            return problem;
        if (await ProductSql.Hold(session, request.ProductId) is not { } product)
            return LicenseError.ProductNotFound;
        var now = clock.GetUtcNow();
        var price = new PriceRecord
        {
            Provider = StripeEvents.Provider,
            PriceId = request.PriceId.Trim(),
            ProductId = product.Slug,
            Variant = VariantRules.Name(product.Slug, request.Variant ?? Defaults.Variant),
            MaxMachines = request.MaxMachines,
            DurationDays = request.DurationDays,
            CreatedAt = now,
        };
        await PurchaseSql.Lock(session, price.Provider);
        if (!await PriceSql.Add(session, price, product.Id))
            return LicenseError.Conflict("This price stands for a product already. Delete it with /deletePrice first; what was sold stays.");
        var change = new Change(principal.Actor, now, "createPrice", price.PriceId) { CreatorId = product.CreatorId, Details = $"{product.Slug}/{price.Variant}" };
        await AuditTrail.Record(session, change);
        var waiting = await PriceSql.Waiting(session, price.Provider, price.PriceId);
        foreach (var purchase in waiting)
            await intake.Settle(session, purchase, change);
        return new CreatePriceAnswer { Price = price, SettledCount = waiting.Count };
    }

    private async Task<Outcome<DoneAnswer>> Delete(DeletePriceRequest request, Principal principal, Session session)
    {
        if (principal is not Principal.Admin)
            return AdminOnly;
        if (string.IsNullOrWhiteSpace(request.PriceId))
            return LicenseError.MissingFields;
        if (Fields.Text("priceId", request.PriceId, 255) is { } problem)
            return problem;
        if (await PriceSql.Find(session, StripeEvents.Provider, request.PriceId.Trim()) is not [var (_, price)])
            return NotFound;
        await PriceSql.Remove(session, price.Provider, price.PriceId);
        var product = await ProductSql.Find(session, price.ProductId);
        await AuditTrail.Record(session, new(principal.Actor, clock.GetUtcNow(), "deletePrice", price.PriceId) { CreatorId = product?.CreatorId });
        return new DoneAnswer();
    }

    private static async Task<Outcome<ListPricesAnswer>> List(ListPricesRequest request, Principal principal, Session session)
    {
        var (page, problem) = PageAsked.Read(request.Limit, request.Cursor);
        if (problem is not null)
            return problem;
        var found = page.Of(await PriceSql.Find(session, request, principal.Scope, page));
        return new ListPricesAnswer { Prices = found.Rows, NextCursor = found.NextCursor, Count = found.Rows.Count };
    }

    private static LicenseError? Problem(CreatePriceRequest request) =>
        Fields.Text("priceId", request.PriceId, 255)
        ?? Fields.Text("variant", request.Variant, 128)
        ?? Fields.Limit("maxMachines", request.MaxMachines)
        ?? Fields.Range("durationDays", request.DurationDays, 1, 36_500);
}
