using System.Security.Cryptography;
using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Outbox;
using CgLicense.Server.Products;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary>A license that has just been made: the one way licenses come to be, whoever asked for it.</summary>
internal sealed record NewLicense(long Id, LicenseKey Key, LicenseTerms Terms)
{
    /// <summary>Makes a license and records who made it. The caller has checked that they may, for this product.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="product">The product; an archived one takes no licenses.</param>
    /// <param name="request">The terms. What it leaves out comes from the variant, else from the defaults.</param>
    /// <param name="change">Who, when and by which action; the license is filled in here.</param>
    public static async Task<Outcome<NewLicense>> Create(
        Session session, ProductFacts product, CreateLicenseRequest request, Change change)
    {
        if (LicenseFields.Problem(request) is { } problem)
            return problem;
        if (product.Status == ProductStatus.Archived)
            return LicenseError.InvalidRequest("The product is archived; it takes no new licenses. Set its status to live first.");
        var name = VariantRules.Name(product.Slug, request.Variant ?? Defaults.Variant);
        var variant = await VariantSql.Find(session, product.Id, name);
        if (variant is { Active: false })
            return LicenseError.InvalidRequest($"The variant '{name}' is not active; it takes no new licenses.");
        var terms = LicenseTerms.For(request, name, variant, change.At);
        if (terms is { Type: LicenseType.Floating, MaxConcurrent: 0 })
            return VariantRules.NoSeats;
        var key = LicenseKey.FromRandom(RandomNumberGenerator.GetBytes(25));
        var uid = RandomIds.New("lic");
        var id = await LicenseChangeSql.Add(session, key, uid, product.Id, request, terms, change.At);
        await AuditTrail.Record(session, change with
        {
            Subject = uid,
            CreatorId = product.CreatorId,
            License = id,
            Event = change.Event ?? LicenseEvents.Created,
            Details = change.Details ?? product.Slug + "/" + terms.Variant,
        });
        return new NewLicense(id, key, terms);
    }
}
