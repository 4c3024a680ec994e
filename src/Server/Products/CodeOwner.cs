using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Products;

/// <summary>
/// Whose codes a call is about: an API key's own creator's; for others, whom the request names, or whose product it names.
/// </summary>
/// <param name="CreatorId">Null when nobody was named.</param>
/// <param name="Product">The product named; null when none was.</param>
internal sealed record CodeOwner(string? CreatorId, ProductFacts? Product)
{
    public static LicenseError Ambiguous { get; } =
        LicenseError.InvalidRequest("Several creators have this code. Send 'creatorId' too.");

    public static async Task<(CodeOwner? Owner, LicenseError? Refusal)> Find(
        Session session, Principal principal, string? creatorId, string? productId)
    {
        if (creatorId is not null && !principal.MaySee(creatorId))
            return (null, LicenseError.NotFound("Creator"));
        var named = principal.Scope ?? creatorId;
        if (string.IsNullOrWhiteSpace(productId))
            return (new CodeOwner(named, null), null);
        return await ProductSql.Hold(session, productId) is { } product && (named ?? product.CreatorId) == product.CreatorId
            ? (new CodeOwner(product.CreatorId, product), null)
            : (null, LicenseError.ProductNotFound);
    }
}
