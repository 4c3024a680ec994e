using System.Text.Json.Serialization.Metadata;

namespace CgLicense.Cli.Server;

/// <summary>A route with the types that come and go on it.</summary>
internal sealed record Endpoint<TRequest, TAnswer>(
    string Route, JsonTypeInfo<TRequest> RequestType, JsonTypeInfo<TAnswer> AnswerType);

/// <summary>The endpoints the command line calls by itself.</summary>
internal static class Endpoints
{
    private static readonly ProtocolJson Json = ProtocolJson.Wire;

    public static readonly Endpoint<CreateProductRequest, ProductAnswer> CreateProduct = new("/createProduct", Json.CreateProductRequest, Json.ProductAnswer);
    public static readonly Endpoint<UpdateProductRequest, ProductAnswer> UpdateProduct = new("/updateProduct", Json.UpdateProductRequest, Json.ProductAnswer);
    public static readonly Endpoint<ListProductsRequest, ListProductsAnswer> ListProducts = new("/listProducts", Json.ListProductsRequest, Json.ListProductsAnswer);

    public static readonly Endpoint<VariantRequest, VariantAnswer> CreateVariant = new("/createVariant", Json.VariantRequest, Json.VariantAnswer);
    public static readonly Endpoint<VariantRequest, VariantAnswer> UpdateVariant = new("/updateVariant", Json.VariantRequest, Json.VariantAnswer);
    public static readonly Endpoint<ListVariantsRequest, ListVariantsAnswer> ListVariants = new("/listVariants", Json.ListVariantsRequest, Json.ListVariantsAnswer);

    public static readonly Endpoint<CreateLicenseRequest, CreateLicenseAnswer> CreateLicense = new("/createLicense", Json.CreateLicenseRequest, Json.CreateLicenseAnswer);
    public static readonly Endpoint<ListLicensesRequest, ListLicensesAnswer> ListLicenses = new("/listLicenses", Json.ListLicensesRequest, Json.ListLicensesAnswer);
    public static readonly Endpoint<GetLicenseRequest, GetLicenseAnswer> GetLicense = new("/getLicense", Json.GetLicenseRequest, Json.GetLicenseAnswer);
    public static readonly Endpoint<UpdateLicenseRequest, LicenseAnswer> UpdateLicense = new("/updateLicense", Json.UpdateLicenseRequest, Json.LicenseAnswer);
    public static readonly Endpoint<RevokeLicenseRequest, LicenseAnswer> RevokeLicense = new("/revokeLicense", Json.RevokeLicenseRequest, Json.LicenseAnswer);
    public static readonly Endpoint<ReinstateLicenseRequest, LicenseAnswer> ReinstateLicense = new("/reinstateLicense", Json.ReinstateLicenseRequest, Json.LicenseAnswer);
    public static readonly Endpoint<ResetActivationsRequest, ResetActivationsAnswer> ResetActivations = new("/resetActivations", Json.ResetActivationsRequest, Json.ResetActivationsAnswer);
    public static readonly Endpoint<RemoveActivationRequest, RemoveActivationAnswer> RemoveActivation = new("/removeActivation", Json.RemoveActivationRequest, Json.RemoveActivationAnswer);
    public static readonly Endpoint<CreateOfflineFileRequest, CreateOfflineFileAnswer> CreateOfflineFile = new("/createOfflineFile", Json.CreateOfflineFileRequest, Json.CreateOfflineFileAnswer);

    public static readonly Endpoint<CreatePriceRequest, CreatePriceAnswer> CreatePrice = new("/createPrice", Json.CreatePriceRequest, Json.CreatePriceAnswer);
    public static readonly Endpoint<DeletePriceRequest, DoneAnswer> DeletePrice = new("/deletePrice", Json.DeletePriceRequest, Json.DoneAnswer);
    public static readonly Endpoint<ListPricesRequest, ListPricesAnswer> ListPrices = new("/listPrices", Json.ListPricesRequest, Json.ListPricesAnswer);
    public static readonly Endpoint<ListPurchaseEventsRequest, ListPurchaseEventsAnswer> ListPurchaseEvents = new("/listPurchaseEvents", Json.ListPurchaseEventsRequest, Json.ListPurchaseEventsAnswer);

    public static readonly Endpoint<DeleteProductRequest, DoneAnswer> DeleteProduct = new("/deleteProduct", Json.DeleteProductRequest, Json.DoneAnswer);
    public static readonly Endpoint<DeleteVariantRequest, DoneAnswer> DeleteVariant = new("/deleteVariant", Json.DeleteVariantRequest, Json.DoneAnswer);

    public static readonly Endpoint<DiscountCodeRequest, DiscountCodeAnswer> CreateDiscountCode = new("/createDiscountCode", Json.DiscountCodeRequest, Json.DiscountCodeAnswer);
    public static readonly Endpoint<DiscountCodeRequest, DiscountCodeAnswer> UpdateDiscountCode = new("/updateDiscountCode", Json.DiscountCodeRequest, Json.DiscountCodeAnswer);
    public static readonly Endpoint<DeleteDiscountCodeRequest, DoneAnswer> DeleteDiscountCode = new("/deleteDiscountCode", Json.DeleteDiscountCodeRequest, Json.DoneAnswer);
    public static readonly Endpoint<ListDiscountCodesRequest, ListDiscountCodesAnswer> ListDiscountCodes = new("/listDiscountCodes", Json.ListDiscountCodesRequest, Json.ListDiscountCodesAnswer);

    public static readonly Endpoint<TrialCodeRequest, TrialCodeAnswer> CreateTrialCode = new("/createTrialCode", Json.TrialCodeRequest, Json.TrialCodeAnswer);
    public static readonly Endpoint<TrialCodeRequest, TrialCodeAnswer> UpdateTrialCode = new("/updateTrialCode", Json.TrialCodeRequest, Json.TrialCodeAnswer);
    public static readonly Endpoint<DeleteTrialCodeRequest, DoneAnswer> DeleteTrialCode = new("/deleteTrialCode", Json.DeleteTrialCodeRequest, Json.DoneAnswer);
    public static readonly Endpoint<ListTrialCodesRequest, ListTrialCodesAnswer> ListTrialCodes = new("/listTrialCodes", Json.ListTrialCodesRequest, Json.ListTrialCodesAnswer);
    public static readonly Endpoint<RedeemTrialCodeRequest, RedeemTrialCodeAnswer> RedeemTrialCode = new("/redeemTrialCode", Json.RedeemTrialCodeRequest, Json.RedeemTrialCodeAnswer);

    public static readonly Endpoint<CreateStudioOrderRequest, CreateStudioOrderAnswer> CreateStudioOrder = new("/createStudioOrder", Json.CreateStudioOrderRequest, Json.CreateStudioOrderAnswer);
    public static readonly Endpoint<CancelStudioOrderRequest, CancelStudioOrderAnswer> CancelStudioOrder = new("/cancelStudioOrder", Json.CancelStudioOrderRequest, Json.CancelStudioOrderAnswer);
    public static readonly Endpoint<ListStudioOrdersRequest, ListStudioOrdersAnswer> ListStudioOrders = new("/listStudioOrders", Json.ListStudioOrdersRequest, Json.ListStudioOrdersAnswer);
    public static readonly Endpoint<GetStudioOrderRequest, GetStudioOrderAnswer> GetStudioOrder = new("/getStudioOrder", Json.GetStudioOrderRequest, Json.GetStudioOrderAnswer);
    public static readonly Endpoint<ValidateSeatCodeRequest, ValidateSeatCodeAnswer> ValidateSeatCode = new("/validateSeatCode", Json.ValidateSeatCodeRequest, Json.ValidateSeatCodeAnswer);
    public static readonly Endpoint<RedeemSeatCodeRequest, RedeemSeatCodeAnswer> RedeemSeatCode = new("/redeemSeatCode", Json.RedeemSeatCodeRequest, Json.RedeemSeatCodeAnswer);

    public static readonly Endpoint<ResolveLicenseRequest, ResolveLicenseAnswer> ResolveLicense = new("/resolveLicense", Json.ResolveLicenseRequest, Json.ResolveLicenseAnswer);
    public static readonly Endpoint<ListViolationsRequest, ListViolationsAnswer> ListViolations = new("/listViolations", Json.ListViolationsRequest, Json.ListViolationsAnswer);

    public static readonly Endpoint<GetProductMailRequest, ProductMailAnswer> GetProductMail = new("/getProductMail", Json.GetProductMailRequest, Json.ProductMailAnswer);
    public static readonly Endpoint<UpdateProductMailRequest, ProductMailAnswer> UpdateProductMail = new("/updateProductMail", Json.UpdateProductMailRequest, Json.ProductMailAnswer);
    public static readonly Endpoint<SetMailTemplateRequest, ProductMailAnswer> SetMailTemplate = new("/setMailTemplate", Json.SetMailTemplateRequest, Json.ProductMailAnswer);
    public static readonly Endpoint<DeleteMailTemplateRequest, DoneAnswer> DeleteMailTemplate = new("/deleteMailTemplate", Json.DeleteMailTemplateRequest, Json.DoneAnswer);
    public static readonly Endpoint<PreviewMailRequest, PreviewMailAnswer> PreviewMail = new("/previewMail", Json.PreviewMailRequest, Json.PreviewMailAnswer);
    public static readonly Endpoint<SendTestMailRequest, MailAnswer> SendTestMail = new("/sendTestMail", Json.SendTestMailRequest, Json.MailAnswer);
    public static readonly Endpoint<ListMailRequest, ListMailAnswer> ListMail = new("/listMail", Json.ListMailRequest, Json.ListMailAnswer);
    public static readonly Endpoint<ResendMailRequest, MailAnswer> ResendMail = new("/resendMail", Json.ResendMailRequest, Json.MailAnswer);
    public static readonly Endpoint<ExportCustomerRequest, ExportCustomerAnswer> ExportCustomer = new("/exportCustomer", Json.ExportCustomerRequest, Json.ExportCustomerAnswer);
    public static readonly Endpoint<EraseCustomerRequest, EraseCustomerAnswer> EraseCustomer = new("/eraseCustomer", Json.EraseCustomerRequest, Json.EraseCustomerAnswer);

    public static readonly Endpoint<StatsRequest, StatsAnswer> Statistics = new("/stats", Json.StatsRequest, Json.StatsAnswer);
    public static readonly Endpoint<ListAuditRequest, ListAuditAnswer> ListAudit = new("/listAudit", Json.ListAuditRequest, Json.ListAuditAnswer);
    public static readonly Endpoint<VerifyAuditRequest, VerifyAuditAnswer> VerifyAudit = new("/verifyAudit", Json.VerifyAuditRequest, Json.VerifyAuditAnswer);

    public static readonly Endpoint<CreateApiKeyRequest, CreateApiKeyAnswer> CreateApiKey = new("/createApiKey", Json.CreateApiKeyRequest, Json.CreateApiKeyAnswer);
    public static readonly Endpoint<ListApiKeysRequest, ListApiKeysAnswer> ListApiKeys = new("/listApiKeys", Json.ListApiKeysRequest, Json.ListApiKeysAnswer);
    public static readonly Endpoint<RevokeApiKeyRequest, DoneAnswer> RevokeApiKey = new("/revokeApiKey", Json.RevokeApiKeyRequest, Json.DoneAnswer);

    public static readonly Endpoint<CreateWebhookEndpointRequest, CreateWebhookEndpointAnswer> CreateWebhookEndpoint = new("/createWebhookEndpoint", Json.CreateWebhookEndpointRequest, Json.CreateWebhookEndpointAnswer);
    public static readonly Endpoint<UpdateWebhookEndpointRequest, WebhookEndpointAnswer> UpdateWebhookEndpoint = new("/updateWebhookEndpoint", Json.UpdateWebhookEndpointRequest, Json.WebhookEndpointAnswer);
    public static readonly Endpoint<DeleteWebhookEndpointRequest, DoneAnswer> DeleteWebhookEndpoint = new("/deleteWebhookEndpoint", Json.DeleteWebhookEndpointRequest, Json.DoneAnswer);
    public static readonly Endpoint<ListWebhookEndpointsRequest, ListWebhookEndpointsAnswer> ListWebhookEndpoints = new("/listWebhookEndpoints", Json.ListWebhookEndpointsRequest, Json.ListWebhookEndpointsAnswer);
    public static readonly Endpoint<RotateWebhookSecretRequest, RotateWebhookSecretAnswer> RotateWebhookSecret = new("/rotateWebhookSecret", Json.RotateWebhookSecretRequest, Json.RotateWebhookSecretAnswer);
    public static readonly Endpoint<ListWebhookDeliveriesRequest, ListWebhookDeliveriesAnswer> ListWebhookDeliveries = new("/listWebhookDeliveries", Json.ListWebhookDeliveriesRequest, Json.ListWebhookDeliveriesAnswer);
    public static readonly Endpoint<ReplayWebhookDeliveryRequest, ReplayWebhookDeliveryAnswer> ReplayWebhookDelivery = new("/replayWebhookDelivery", Json.ReplayWebhookDeliveryRequest, Json.ReplayWebhookDeliveryAnswer);
    public static readonly Endpoint<SendTestWebhookRequest, SendTestWebhookAnswer> SendTestWebhook = new("/sendTestWebhook", Json.SendTestWebhookRequest, Json.SendTestWebhookAnswer);

    public static readonly Endpoint<VerifyRequest, VerifyAnswer> Verify = new("/verify", Json.VerifyRequest, Json.VerifyAnswer);
}
