using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
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
        var draft = await LicenseDraft.Of(session, product, request, change.At);
        return draft.Refusal is { } refusal ? refusal : await draft.Answer!.Make(session, change);
    }
}
