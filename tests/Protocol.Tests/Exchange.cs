using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CgLicense.Protocol.Tests;

/// <summary>The types a route takes and answers.</summary>
internal sealed record Route(JsonTypeInfo? Request, JsonTypeInfo Answer);

/// <summary>One file of <c>contract/exchanges</c>.</summary>
internal sealed record Exchange(
    string Name, string Method, string Path, IReadOnlyList<string> Given, JsonElement Request, int Status, JsonElement Answer)
{
    public static IReadOnlyDictionary<string, Route> Routes { get; } = new Dictionary<string, Route>
    {
        ["/verify"] = new(Wire.VerifyRequest, Wire.VerifyAnswer),
        ["/activate"] = new(Wire.ActivateRequest, Wire.ActivateAnswer),
        ["/validate"] = new(Wire.ValidateRequest, Wire.ValidateAnswer),
        ["/heartbeat"] = new(Wire.HeartbeatRequest, Wire.HeartbeatAnswer),
        ["/deactivate"] = new(Wire.DeactivateRequest, Wire.DeactivateAnswer),
        ["/getSigningKey"] = new(null, Wire.SigningKeyAnswer),
        ["/.well-known/jwks.json"] = new(null, Wire.Jwks),
        ["/health"] = new(null, Wire.HealthAnswer),
        ["/health/live"] = new(null, Wire.HealthAnswer),
        ["/createLicense"] = new(Wire.CreateLicenseRequest, Wire.CreateLicenseAnswer),
        ["/getLicense"] = new(Wire.GetLicenseRequest, Wire.GetLicenseAnswer),
        ["/listLicenses"] = new(Wire.ListLicensesRequest, Wire.ListLicensesAnswer),
        ["/updateLicense"] = new(Wire.UpdateLicenseRequest, Wire.LicenseAnswer),
        ["/revokeLicense"] = new(Wire.RevokeLicenseRequest, Wire.LicenseAnswer),
        ["/reinstateLicense"] = new(Wire.ReinstateLicenseRequest, Wire.LicenseAnswer),
        ["/resetActivations"] = new(Wire.ResetActivationsRequest, Wire.ResetActivationsAnswer),
        ["/removeActivation"] = new(Wire.RemoveActivationRequest, Wire.RemoveActivationAnswer),
        ["/createOfflineFile"] = new(Wire.CreateOfflineFileRequest, Wire.CreateOfflineFileAnswer),
        ["/createProduct"] = new(Wire.CreateProductRequest, Wire.ProductAnswer),
        ["/updateProduct"] = new(Wire.UpdateProductRequest, Wire.ProductAnswer),
        ["/listProducts"] = new(Wire.ListProductsRequest, Wire.ListProductsAnswer),
        ["/createVariant"] = new(Wire.VariantRequest, Wire.VariantAnswer),
        ["/updateVariant"] = new(Wire.VariantRequest, Wire.VariantAnswer),
        ["/listVariants"] = new(Wire.ListVariantsRequest, Wire.ListVariantsAnswer),
        ["/deleteProduct"] = new(Wire.DeleteProductRequest, Wire.DoneAnswer),
        ["/deleteVariant"] = new(Wire.DeleteVariantRequest, Wire.DoneAnswer),
        ["/listWebhookDeliveries"] = new(Wire.ListWebhookDeliveriesRequest, Wire.ListWebhookDeliveriesAnswer),
        ["/replayWebhookDelivery"] = new(Wire.ReplayWebhookDeliveryRequest, Wire.ReplayWebhookDeliveryAnswer),
        ["/sendTestWebhook"] = new(Wire.SendTestWebhookRequest, Wire.SendTestWebhookAnswer),
        ["/createWebhookEndpoint"] = new(Wire.CreateWebhookEndpointRequest, Wire.CreateWebhookEndpointAnswer),
        ["/updateWebhookEndpoint"] = new(Wire.UpdateWebhookEndpointRequest, Wire.WebhookEndpointAnswer),
        ["/deleteWebhookEndpoint"] = new(Wire.DeleteWebhookEndpointRequest, Wire.DoneAnswer),
        ["/rotateWebhookSecret"] = new(Wire.RotateWebhookSecretRequest, Wire.RotateWebhookSecretAnswer),
        ["/listWebhookEndpoints"] = new(Wire.ListWebhookEndpointsRequest, Wire.ListWebhookEndpointsAnswer),
        ["/cgloungeWebhook"] = new(Wire.CgloungeWebhookRequest, Wire.CgloungeWebhookAnswer),
        ["/stripeWebhook"] = new(Wire.StripeWebhookRequest, Wire.StripeWebhookAnswer),
        ["/createPrice"] = new(Wire.CreatePriceRequest, Wire.CreatePriceAnswer),
        ["/deletePrice"] = new(Wire.DeletePriceRequest, Wire.DoneAnswer),
        ["/listPrices"] = new(Wire.ListPricesRequest, Wire.ListPricesAnswer),
        ["/getProductMail"] = new(Wire.GetProductMailRequest, Wire.ProductMailAnswer),
        ["/updateProductMail"] = new(Wire.UpdateProductMailRequest, Wire.ProductMailAnswer),
        ["/setMailTemplate"] = new(Wire.SetMailTemplateRequest, Wire.ProductMailAnswer),
        ["/deleteMailTemplate"] = new(Wire.DeleteMailTemplateRequest, Wire.DoneAnswer),
        ["/previewMail"] = new(Wire.PreviewMailRequest, Wire.PreviewMailAnswer),
        ["/sendTestMail"] = new(Wire.SendTestMailRequest, Wire.MailAnswer),
        ["/listMail"] = new(Wire.ListMailRequest, Wire.ListMailAnswer),
        ["/resendMail"] = new(Wire.ResendMailRequest, Wire.MailAnswer),
        ["/exportCustomer"] = new(Wire.ExportCustomerRequest, Wire.ExportCustomerAnswer),
        ["/eraseCustomer"] = new(Wire.EraseCustomerRequest, Wire.EraseCustomerAnswer),
        ["/stats"] = new(Wire.StatsRequest, Wire.StatsAnswer),
        ["/listAudit"] = new(Wire.ListAuditRequest, Wire.ListAuditAnswer),
        ["/verifyAudit"] = new(Wire.VerifyAuditRequest, Wire.VerifyAuditAnswer),
        ["/listPurchaseEvents"] = new(Wire.ListPurchaseEventsRequest, Wire.ListPurchaseEventsAnswer),
        ["/createDiscountCode"] = new(Wire.DiscountCodeRequest, Wire.DiscountCodeAnswer),
        ["/updateDiscountCode"] = new(Wire.DiscountCodeRequest, Wire.DiscountCodeAnswer),
        ["/deleteDiscountCode"] = new(Wire.DeleteDiscountCodeRequest, Wire.DoneAnswer),
        ["/listDiscountCodes"] = new(Wire.ListDiscountCodesRequest, Wire.ListDiscountCodesAnswer),
        ["/createTrialCode"] = new(Wire.TrialCodeRequest, Wire.TrialCodeAnswer),
        ["/updateTrialCode"] = new(Wire.TrialCodeRequest, Wire.TrialCodeAnswer),
        ["/deleteTrialCode"] = new(Wire.DeleteTrialCodeRequest, Wire.DoneAnswer),
        ["/listTrialCodes"] = new(Wire.ListTrialCodesRequest, Wire.ListTrialCodesAnswer),
        ["/redeemTrialCode"] = new(Wire.RedeemTrialCodeRequest, Wire.RedeemTrialCodeAnswer),
        ["/createStudioOrder"] = new(Wire.CreateStudioOrderRequest, Wire.CreateStudioOrderAnswer),
        ["/cancelStudioOrder"] = new(Wire.CancelStudioOrderRequest, Wire.CancelStudioOrderAnswer),
        ["/listStudioOrders"] = new(Wire.ListStudioOrdersRequest, Wire.ListStudioOrdersAnswer),
        ["/getStudioOrder"] = new(Wire.GetStudioOrderRequest, Wire.GetStudioOrderAnswer),
        ["/validateSeatCode"] = new(Wire.ValidateSeatCodeRequest, Wire.ValidateSeatCodeAnswer),
        ["/redeemSeatCode"] = new(Wire.RedeemSeatCodeRequest, Wire.RedeemSeatCodeAnswer),
        ["/resolveLicense"] = new(Wire.ResolveLicenseRequest, Wire.ResolveLicenseAnswer),
        ["/listViolations"] = new(Wire.ListViolationsRequest, Wire.ListViolationsAnswer),
        ["/createApiKey"] = new(Wire.CreateApiKeyRequest, Wire.CreateApiKeyAnswer),
        ["/listApiKeys"] = new(Wire.ListApiKeysRequest, Wire.ListApiKeysAnswer),
        ["/revokeApiKey"] = new(Wire.RevokeApiKeyRequest, Wire.DoneAnswer),
    };

    public static IReadOnlyList<Exchange> All { get; } =
    [
        .. Directory.GetFiles(System.IO.Path.Combine(Contract.Folder, "exchanges"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => Contract.Read(file).Deserialize<Exchange>(JsonSerializerOptions.Web)!
                with { FileName = System.IO.Path.GetFileNameWithoutExtension(file) }),
    ];

    private static ProtocolJson Wire => ProtocolJson.Wire;

    public string FileName { get; init; } = "";

    public Route? Route => Routes.GetValueOrDefault(Path);

    public static Exchange Named(string name) => All.Single(exchange => exchange.Name == name);
}
