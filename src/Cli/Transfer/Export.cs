using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CgLicense.Cli.Commands;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Transfer;

/// <summary>
/// Everything that belongs to a creator, as JSON Lines: one object per line, <c>{"type":…,"data":…}</c>, where data is what the API shows.
/// </summary>
/// <param name="call">The server.</param>
/// <param name="creator">Only of this creator; null for all that the credential may see.</param>
/// <param name="output">Where the lines go.</param>
internal sealed class Export(AdminCall call, string? creator, TextWriter output)
{
    private static readonly ProtocolJson Json = ProtocolJson.Wire;

    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Lines per type.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>The licenses, in the columns that an import takes.</summary>
    public List<LicenseRecord> Licenses { get; } = [];

    /// <exception cref="TransferStoppedException">The server does not answer.</exception>
    public async Task<bool> Run(Action<double> report)
    {
        var products = TransferStoppedException.Answer(await call.Ask(
            Endpoints.ListProducts, new ListProductsRequest { IncludeAll = true, CreatorId = creator })).Products;
        foreach (var (i, product) in products.Index())
        {
            await Write("product", product, Json.ProductRecord);
            await OfProduct(product.Slug);
            report((i + 1d) / (products.Count + 1));
        }

        await Pages(cursor => call.Ask(Endpoints.ListDiscountCodes, new ListDiscountCodesRequest { CreatorId = creator, Cursor = cursor }),
            answer => answer.DiscountCodes, answer => answer.NextCursor, code => Write("discountCode", code, Json.DiscountCodeRecord));
        await Pages(cursor => call.Ask(Endpoints.ListTrialCodes, new ListTrialCodesRequest { CreatorId = creator, Cursor = cursor }),
            answer => answer.TrialCodes, answer => answer.NextCursor, code => Write("trialCode", code, Json.TrialCodeRecord));
        await Pages(cursor => call.Ask(Endpoints.ListStudioOrders, new ListStudioOrdersRequest { CreatorId = creator, Cursor = cursor }),
            answer => answer.Orders, answer => answer.NextCursor, async order => await Write(
                "studioOrder", TransferStoppedException.Answer(await call.Ask(Endpoints.GetStudioOrder, new GetStudioOrderRequest { OrderId = order.OrderId })), Json.GetStudioOrderAnswer));
        await Pages(cursor => call.Ask(Endpoints.ListWebhookEndpoints, new ListWebhookEndpointsRequest { CreatorId = creator, Cursor = cursor }),
            answer => answer.Endpoints, answer => answer.NextCursor, endpoint => Write("webhookEndpoint", endpoint, Json.WebhookEndpointRecord));
        await Pages(cursor => call.Ask(Endpoints.ListAudit, new ListAuditRequest { CreatorId = creator, Cursor = cursor }),
            answer => answer.Entries, answer => answer.NextCursor, entry => Write("audit", entry, Json.AuditRecord));
        return true;
    }

    private async Task OfProduct(string product)
    {
        foreach (var variant in TransferStoppedException.Answer(await call.Ask(Endpoints.ListVariants, new ListVariantsRequest { ProductId = product })).Variants)
            await Write("variant", variant, Json.VariantRecord);
        await Pages(cursor => call.Ask(Endpoints.ListPrices, new ListPricesRequest { ProductId = product, Cursor = cursor }),
            answer => answer.Prices, answer => answer.NextCursor, price => Write("price", price, Json.PriceRecord));
        await Pages(cursor => call.Ask(Endpoints.ListPurchaseEvents, new ListPurchaseEventsRequest { ProductId = product, Cursor = cursor }),
            answer => answer.Events, answer => answer.NextCursor, happened => Write("purchaseEvent", happened, Json.PurchaseEventRecord));
        await Pages(cursor => call.Ask(Endpoints.ListLicenses, new ListLicensesRequest { ProductId = product, Limit = ListLicensesRequest.MaxLimit, Cursor = cursor }),
            answer => answer.Licenses, answer => answer.NextCursor, async license =>
            {
                Licenses.Add(license);
                await Write("license", TransferStoppedException.Answer(await call.Ask(Endpoints.GetLicense, new GetLicenseRequest { LicenseKey = license.Key })), Json.GetLicenseAnswer);
            });
    }

    private static async Task Pages<TAnswer, TRow>(
        Func<string?, Task<ServerReply<TAnswer>>> ask, Func<TAnswer, IReadOnlyList<TRow>> rows, Func<TAnswer, string?> next, Func<TRow, Task> write)
    {
        string? cursor = null;
        do
        {
            var page = TransferStoppedException.Answer(await ask(cursor));
            foreach (var row in rows(page))
                await write(row);
            cursor = next(page);
        }
        while (cursor is not null);
    }

    private async Task Write<T>(string type, T data, JsonTypeInfo<T> how)
    {
        counts[type] = counts.GetValueOrDefault(type) + 1;
        await output.WriteAsync(new StringBuilder().Append("{\"type\":\"").Append(type).Append("\",\"data\":")
            .Append(JsonSerializer.Serialize(data, how)).Append("}\n"));
    }
}
