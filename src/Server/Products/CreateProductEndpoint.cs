using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Products;

/// <summary><c>POST /createProduct</c>.</summary>
internal sealed class CreateProductEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/createProduct", ProtocolJson.Wire.CreateProductRequest, ProtocolJson.Wire.ProductAnswer, Answer);

    private async Task<Outcome<ProductAnswer>> Answer(CreateProductRequest request, Principal principal, Session session)
    {
        var creator = principal.Scope ?? request.CreatorId;
        if (string.IsNullOrWhiteSpace(request.Name) || string.IsNullOrWhiteSpace(request.Slug) || string.IsNullOrWhiteSpace(creator))
            return LicenseError.MissingFields;
        if (request.CreatorId is { } named && !principal.MaySee(named))
            return LicenseError.NotFound("Creator");
        if (Problem(request, creator) is { } problem)
            return problem;
        var status = request.Status ?? ProductStatus.Live;
        if (!await ProductSql.Add(session, request.Slug, request.Name, creator, status, clock.GetUtcNow()))
            return LicenseError.Conflict($"The slug '{request.Slug}' is taken. Choose another one.");
        await AuditTrail.Record(
            session, new(principal.Actor, clock.GetUtcNow(), "createProduct", request.Slug) { CreatorId = creator, Details = status });
        return new ProductAnswer { ProductId = request.Slug, Status = status };
    }

    private static LicenseError? Problem(CreateProductRequest request, string creator) =>
        ProductFields.Slug(request.Slug)
        ?? ProductFields.Name(request.Name)
        ?? Fields.Text("creatorId", creator, 128)
        ?? Fields.OneOf("status", request.Status, ProductStatus.All);
}
