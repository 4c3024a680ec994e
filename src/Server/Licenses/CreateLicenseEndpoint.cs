using System.Security.Cryptography;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Signing;
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
        if (LicenseFields.Problem(request) is { } problem)
            return problem;
        if (await ProductSql.Find(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        if (product.Status == ProductStatus.Archived)
            return LicenseError.InvalidRequest("The product is archived; it takes no new licenses. Set its status to live first.");
        var now = clock.GetUtcNow();
        var name = VariantRules.Name(product.Slug, request.Variant ?? Defaults.Variant);
        var variant = await VariantSql.Find(session, product.Id, name);
        if (variant is { Active: false })
            return LicenseError.InvalidRequest($"The variant '{name}' is not active; it takes no new licenses.");
        var terms = LicenseTerms.For(request, name, variant, now);
        if (terms is { Type: LicenseType.Floating, MaxConcurrent: 0 })
            return VariantRules.NoSeats;
        var key = LicenseKey.FromRandom(RandomNumberGenerator.GetBytes(25));
        var id = await LicenseChangeSql.Add(session, key, RandomIds.New("lic"), product.Id, request, terms, now);
        await Audit.Write(session, now, principal.Actor, "createLicense", product.Slug, id, terms.Variant);
        return new CreateLicenseAnswer { LicenseKey = key.Value };
    }
}
