using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.DiscountCodes;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary><c>POST /createLicense</c>.</summary>
internal sealed class CreateLicenseEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/createLicense", ProtocolJson.Wire.CreateLicenseRequest, ProtocolJson.Wire.CreateLicenseAnswer, Answer);

    private static LicenseError OwnKeysAreTheOperators { get; } = LicenseError.Unauthorized(
        "Only the admin secret may bring keys from elsewhere. Leave 'licenseKey' out for a new key, or ask the operator to import them.");

    private async Task<Outcome<CreateLicenseAnswer>> Answer(
        CreateLicenseRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.Email) || string.IsNullOrWhiteSpace(request.ProductId))
            return LicenseError.MissingFields;
        // Whether a key is taken tells that somebody has it: that is for those who may see everybody's.
        if (request.LicenseKey is not null && principal.Scope is not null)
            return OwnKeysAreTheOperators;
        if (await ProductSql.Hold(session, request.ProductId) is not { } product || !principal.MaySee(product.CreatorId))
            return LicenseError.ProductNotFound;
        var now = clock.GetUtcNow();
        var draft = await LicenseDraft.Of(session, product, request, now);
        if (draft.Refusal is { } refusal)
            return refusal;
        // Counted last: a license that is refused uses up no code.
        var days = request.DiscountCode is { Length: > 0 } code
            ? await DiscountCodeSql.Use(session, product.CreatorId, product.Slug, code, now)
            : null;
        var made = await draft.Answer!.OrEndingAfter(days, now)
            .Make(session, new Change(principal.Actor, now, "createLicense", product.Slug) { WantsMail = request.SendEmail == true });
        return new CreateLicenseAnswer { LicenseKey = made.Key.Value };
    }
}
