using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary><c>POST /createLicense</c>.</summary>
internal sealed class CreateLicenseEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/createLicense", ProtocolJson.Wire.CreateLicenseRequest, ProtocolJson.Wire.CreateLicenseAnswer, Answer);

    private async Task<Outcome<CreateLicenseAnswer>> Answer(
        CreateLicenseRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Email) || string.IsNullOrWhiteSpace(request.ProductId))
            return LicenseError.MissingFields;
        if (await ProductSql.Find(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        var made = await NewLicense.Create(
            session, product, request, new(principal.Actor, clock.GetUtcNow(), "createLicense", request.ProductId));
        return made.Refusal is { } refusal ? refusal : new CreateLicenseAnswer { LicenseKey = made.Answer!.Key.Value };
    }
}
