using System.Security.Cryptography;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Products;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.StudioOrders;

/// <summary><c>POST /createStudioOrder</c>: as many seat codes as were bought. Once per purchase and product.</summary>
internal sealed class CreateStudioOrderEndpoint(TimeProvider clock)
{
    private const long MostDays = 36_500;

    public void Map(Routes routes) => routes.AdminChange(
        "/createStudioOrder", ProtocolJson.Wire.CreateStudioOrderRequest, ProtocolJson.Wire.CreateStudioOrderAnswer, Answer,
        Callers.Marketplace);

    private async Task<Outcome<CreateStudioOrderAnswer>> Answer(
        CreateStudioOrderRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Email) || string.IsNullOrWhiteSpace(request.ProductId) || request.Seats is null)
            return LicenseError.MissingFields;
        if (Problem(request) is { } problem)
            return problem;
        if (await ProductSql.Hold(session, request.ProductId) is not { } product)
            return LicenseError.ProductNotFound;
        var order = Order(request, product, clock.GetUtcNow());
        // What could not become a license today is not sold.
        var draft = await LicenseDraft.Of(session, product, SeatCodeRules.License(order.ProductId, order.Variant, order.PurchaseId, order.Email, order.ExpiresAt), order.CreatedAt);
        if (draft.Refusal is { } refusal)
            return refusal;
        if (await StudioOrderSql.Add(session, product.Id, order) is not { } id)
            return await FirstAnswer(session, product, order);

        var codes = new List<string>();
        for (var seat = 0; seat < order.Seats; seat++)
        {
            var code = SeatCode.FromRandom(RandomNumberGenerator.GetBytes(20));
            await SeatCodeSql.Add(session, id, code);
            codes.Add(code.Value);
        }

        await AuditTrail.Record(session, new(principal.Actor, order.CreatedAt, "createStudioOrder", order.OrderId)
        {
            CreatorId = product.CreatorId,
            Details = $"{product.Slug}/{order.Variant}, {order.Seats} seats",
        });
        return new CreateStudioOrderAnswer { OrderId = order.OrderId, SeatCodes = codes };
    }

    private static StudioOrderRecord Order(CreateStudioOrderRequest request, ProductFacts product, DateTimeOffset now) => new()
    {
        OrderId = RandomIds.New("ord"),
        ProductId = product.Slug,
        Email = request.Email!.Trim(),
        Variant = VariantRules.Name(product.Slug, request.Variant ?? Defaults.Variant),
        Seats = request.Seats!.Value,
        PurchaseId = string.IsNullOrWhiteSpace(request.PurchaseId) ? null : request.PurchaseId,
        ExpiresAt = request.ExpiresAt,
        DurationDays = request.DurationDays,
        CreatedAt = now,
    };

    private static LicenseError? Problem(CreateStudioOrderRequest request) =>
        Fields.Email(request.Email)
        ?? Fields.Range("seats", request.Seats, 1, CreateStudioOrderRequest.MostSeats)
        ?? Fields.Text("variant", request.Variant, 128)
        ?? Fields.Text("purchaseId", request.PurchaseId, 255)
        ?? Fields.Range("durationDays", request.DurationDays, 1, MostDays)
        ?? (request is { DurationDays: not null, ExpiresAt: not null }
            ? LicenseError.InvalidRequest("Send 'expiresAt' or 'durationDays', not both.")
            : null);

    private static async Task<Outcome<CreateStudioOrderAnswer>> FirstAnswer(
        Session session, ProductFacts product, StudioOrderRecord order)
    {
        var (id, first) = await StudioOrderSql.OfPurchase(session, product.Id, order.PurchaseId!);
        return first.Seats == order.Seats && first.Variant == order.Variant
            ? new CreateStudioOrderAnswer
            {
                OrderId = first.OrderId,
                SeatCodes = [.. (await SeatCodeSql.Of(session, id)).Select(code => code.SeatCode)],
            }
            : LicenseError.Conflict($"This purchase has an order of {first.Seats} seats of '{first.Variant}' already. Send another purchaseId.");
    }
}
