using System.Security.Cryptography;
using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Outbox;
using CgLicense.Server.Products;
using CgLicense.Server.Signing;
using CgLicense.Server.Statistics;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary>A license that nothing speaks against, not yet written.</summary>
internal sealed record LicenseDraft(ProductFacts Product, CreateLicenseRequest Request, LicenseTerms Terms)
{
    /// <param name="isPromised">It was paid for before: that the product was archived or the variant closed since does not take it back.</param>
    public static async Task<Outcome<LicenseDraft>> Of(
        Session session, ProductFacts product, CreateLicenseRequest request, DateTimeOffset now, bool isPromised = false)
    {
        if (LicenseFields.Problem(request) is { } problem)
            return problem;
        if (product.Status == ProductStatus.Archived && !isPromised)
            return Archived;
        var name = VariantRules.Name(product.Slug, request.Variant ?? Defaults.Variant);
        var variant = await VariantSql.Hold(session, product.Id, name);
        if (variant is { Active: false } && !isPromised)
            return Inactive(name);
        var terms = LicenseTerms.For(request, name, variant, now);
        return terms is { Type: LicenseType.Floating, MaxConcurrent: 0 }
            ? VariantRules.NoSeats
            : new LicenseDraft(product, request, terms);
    }

    public static LicenseError Archived { get; } = LicenseError.InvalidRequest(
        "The product is archived; it takes no new licenses. Set its status to live first.");

    public static LicenseError Inactive(string variant) =>
        LicenseError.InvalidRequest($"The variant '{variant}' is not active; it takes no new licenses.");

    private static LicenseError KeyTaken { get; } = LicenseError.Conflict("There is a license with this key already.");

    /// <summary>Where nothing else has said when it ends: after so many days.</summary>
    public LicenseDraft OrEndingAfter(long? days, DateTimeOffset now) => days is { } given && Terms.ExpiresAt is null
        ? this with { Terms = Terms with { ExpiresAt = now.AddDays(given) } }
        : this;

    /// <param name="change">Who, when and by which action; the license is filled in here.</param>
    public async Task<NewLicense> Make(Session session, Change change)
    {
        var key = Request.LicenseKey is { } given ? LicenseKey.Parse(given) : LicenseKey.FromRandom(RandomNumberGenerator.GetBytes(25));
        var uid = RandomIds.New("lic");
        var id = await LicenseChangeSql.Add(session, key, uid, Product.Id, Request, Terms, change.At) ?? throw new RefusedException(KeyTaken);
        await Tally.LicenseCreated(session, Product.Id, change.At);
        await AuditTrail.Record(session, change with
        {
            Subject = uid,
            CreatorId = Product.CreatorId,
            License = id,
            Event = change.Event ?? LicenseEvents.Created,
            Details = change.Details ?? Product.Slug + "/" + Terms.Variant,
        });
        return new NewLicense(id, key, Terms);
    }
}
