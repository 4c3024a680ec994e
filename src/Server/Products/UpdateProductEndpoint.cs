using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Products;

/// <summary><c>POST /updateProduct</c>: name and status; the slug is what tools were built with and stays.</summary>
internal sealed class UpdateProductEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/updateProduct", ProtocolJson.Wire.UpdateProductRequest, ProtocolJson.Wire.ProductAnswer, Answer);

    private async Task<Outcome<ProductAnswer>> Answer(UpdateProductRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.ProductId))
            return LicenseError.MissingFields;
        if ((ProductFields.Name(request.Name) ?? Fields.OneOf("status", request.Status, ProductStatus.All)) is { } problem)
            return problem;
        if (request.Name is not null && string.IsNullOrWhiteSpace(request.Name))
            return LicenseError.InvalidRequest("Field 'name' must not be empty.");
        if (await ProductSql.Lock(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        await ProductSql.Change(session, product.Id, request.Name, request.Status, clock.GetUtcNow());
        await AuditTrail.Record(session, new(principal.Actor, clock.GetUtcNow(), "updateProduct", product.Slug)
        {
            CreatorId = product.CreatorId,
            Details = Told(product, request),
        });
        return new ProductAnswer { ProductId = product.Slug, Status = request.Status ?? product.Status };
    }

    private static string Told(ProductFacts old, UpdateProductRequest request) => string.Join(", ", new[]
    {
        request.Name is null ? null : $"name → {request.Name}",
        request.Status is null || request.Status == old.Status ? null : $"status {old.Status} → {request.Status}",
    }.OfType<string>());
}
