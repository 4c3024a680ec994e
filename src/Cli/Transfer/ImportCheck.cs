using CgLicense.Cli.Commands;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Transfer;

/// <summary>The server could not be asked, or would not answer: nothing can be said about the rest.</summary>
internal sealed class TransferStoppedException(LicenseError error, string? json) : Exception(error.Message)
{
    public LicenseError Error { get; } = error;

    /// <summary>The refusal as the server wrote it.</summary>
    public string? Json { get; } = json;

    public static T Answer<T>(ServerReply<T> reply) => reply switch
    {
        ServerReply<T>.Answered { Answer: var answer } => answer,
        ServerReply<T>.Failed failed => throw new TransferStoppedException(failed.Error, failed.Json),
        _ => throw new InvalidOperationException("There is no third kind of reply."),
    };
}

/// <summary>Holds rows against what the server has: which are there already, which it would refuse.</summary>
internal sealed class ImportCheck(AdminCall call)
{
    private readonly Dictionary<string, (ProductRecord? Product, IReadOnlyList<VariantRecord> Variants)> products = [];

    /// <summary>Null when the row can be imported; else whether it is there already, and why it cannot.</summary>
    public async Task<(bool IsThere, string? Why)> Of(ImportRow row)
    {
        var license = row.License;
        var (product, variants) = await Product(license.ProductId!);
        if (product is null)
            return (false, $"There is no product '{license.ProductId}'.");
        if (product.Status == ProductStatus.Archived)
            return (false, $"The product '{license.ProductId}' is archived; it takes no new licenses.");
        if (license.Variant is { } variant && variant != Defaults.Variant && !variants.Any(known => known.Name == variant || known.VariantId == variant))
            return (false, $"The product '{license.ProductId}' has no variant '{variant}'.");
        return license.LicenseKey is null ? (await WasSold(license), null) : await WasImported(license);
    }

    private async Task<(bool IsThere, string? Why)> WasImported(CreateLicenseRequest license)
    {
        var reply = await call.Ask(Endpoints.GetLicense, new GetLicenseRequest { LicenseKey = license.LicenseKey });
        if (reply is ServerReply<GetLicenseAnswer>.Failed { Error.Code: ErrorCodes.NotFound })
            return (false, null);
        var known = TransferStoppedException.Answer(reply).License;
        return known.ProductId != license.ProductId ? (false, $"A license of the product '{known.ProductId}' has this key.")
            : !string.Equals(known.Email, license.Email, StringComparison.OrdinalIgnoreCase) ? (false, "A license for another e-mail address has this key.")
            : (true, null);
    }

    private async Task<bool> WasSold(CreateLicenseRequest license) => TransferStoppedException.Answer(await call.Ask(
        Endpoints.ListLicenses, new ListLicensesRequest { ProductId = license.ProductId, PurchaseId = license.PurchaseId, Limit = 1 })).Count > 0;

    private async Task<(ProductRecord? Product, IReadOnlyList<VariantRecord> Variants)> Product(string id)
    {
        if (products.Count == 0)
        {
            foreach (var product in TransferStoppedException.Answer(await call.Ask(Endpoints.ListProducts, new ListProductsRequest { IncludeAll = true })).Products)
                products[product.Slug] = (product, []);
        }

        if (!products.TryGetValue(id, out var known))
            return (null, []);
        if (known.Variants.Count == 0)
            known = products[id] = known with { Variants = TransferStoppedException.Answer(await call.Ask(Endpoints.ListVariants, new ListVariantsRequest { ProductId = id })).Variants };
        return known;
    }
}
