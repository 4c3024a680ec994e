using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Products;

/// <summary><c>POST /deleteProduct</c>: for what was made by mistake. What was sold once is archived, never deleted.</summary>
internal sealed class DeleteProductEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/deleteProduct", ProtocolJson.Wire.DeleteProductRequest, ProtocolJson.Wire.DoneAnswer, Answer);

    private async Task<Outcome<DoneAnswer>> Answer(DeleteProductRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.ProductId))
            return LicenseError.MissingFields;
        if (await ProductSql.LockToDelete(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        if (await ProductSql.WasSold(session, product.Id))
            return LicenseError.Conflict($"The product '{product.Slug}' has licenses or orders; archive it instead: they go on, and no new ones are made.");
        await ProductSql.Remove(session, product.Id);
        await AuditTrail.Record(
            session, new(principal.Actor, clock.GetUtcNow(), "deleteProduct", product.Slug) { CreatorId = product.CreatorId });
        return new DoneAnswer();
    }
}
