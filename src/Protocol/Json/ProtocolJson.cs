using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>
/// The one JSON dialect of the system: camelCase, UTF-8, times as <c>2027-01-31T00:00:00.000Z</c>, unknown fields
/// ignored. Source-generated, so that it works under NativeAOT.
/// </summary>
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(VerifyRequest))]
[JsonSerializable(typeof(VerifyAnswer))]
[JsonSerializable(typeof(ActivateRequest))]
[JsonSerializable(typeof(ActivateAnswer))]
[JsonSerializable(typeof(ValidateRequest))]
[JsonSerializable(typeof(ValidateAnswer))]
[JsonSerializable(typeof(HeartbeatRequest))]
[JsonSerializable(typeof(HeartbeatAnswer))]
[JsonSerializable(typeof(DeactivateRequest))]
[JsonSerializable(typeof(DeactivateAnswer))]
[JsonSerializable(typeof(SigningKeyAnswer))]
[JsonSerializable(typeof(Jwks))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(DoneAnswer))]
[JsonSerializable(typeof(CgloungeWebhookRequest))]
[JsonSerializable(typeof(CgloungeWebhookAnswer))]
[JsonSerializable(typeof(StripeWebhookRequest))]
[JsonSerializable(typeof(StripeWebhookAnswer))]
[JsonSerializable(typeof(CreateLicenseRequest))]
[JsonSerializable(typeof(CreateLicenseAnswer))]
[JsonSerializable(typeof(GetLicenseRequest))]
[JsonSerializable(typeof(GetLicenseAnswer))]
[JsonSerializable(typeof(ListLicensesRequest))]
[JsonSerializable(typeof(ListLicensesAnswer))]
[JsonSerializable(typeof(UpdateLicenseRequest))]
[JsonSerializable(typeof(LicenseAnswer))]
[JsonSerializable(typeof(RevokeLicenseRequest))]
[JsonSerializable(typeof(ReinstateLicenseRequest))]
[JsonSerializable(typeof(ResetActivationsRequest))]
[JsonSerializable(typeof(ResetActivationsAnswer))]
[JsonSerializable(typeof(RemoveActivationRequest))]
[JsonSerializable(typeof(RemoveActivationAnswer))]
[JsonSerializable(typeof(CreateProductRequest))]
[JsonSerializable(typeof(UpdateProductRequest))]
[JsonSerializable(typeof(ProductAnswer))]
[JsonSerializable(typeof(ListProductsRequest))]
[JsonSerializable(typeof(ListProductsAnswer))]
[JsonSerializable(typeof(VariantRequest))]
[JsonSerializable(typeof(VariantAnswer))]
[JsonSerializable(typeof(ListVariantsRequest))]
[JsonSerializable(typeof(ListVariantsAnswer))]
[JsonSerializable(typeof(DeleteProductRequest))]
[JsonSerializable(typeof(DeleteVariantRequest))]
[JsonSerializable(typeof(DiscountCodeRequest))]
[JsonSerializable(typeof(DiscountCodeAnswer))]
[JsonSerializable(typeof(DeleteDiscountCodeRequest))]
[JsonSerializable(typeof(ListDiscountCodesRequest))]
[JsonSerializable(typeof(ListDiscountCodesAnswer))]
[JsonSerializable(typeof(TrialCodeRequest))]
[JsonSerializable(typeof(TrialCodeAnswer))]
[JsonSerializable(typeof(DeleteTrialCodeRequest))]
[JsonSerializable(typeof(ListTrialCodesRequest))]
[JsonSerializable(typeof(ListTrialCodesAnswer))]
[JsonSerializable(typeof(RedeemTrialCodeRequest))]
[JsonSerializable(typeof(RedeemTrialCodeAnswer))]
[JsonSerializable(typeof(CreateStudioOrderRequest))]
[JsonSerializable(typeof(CreateStudioOrderAnswer))]
[JsonSerializable(typeof(CancelStudioOrderRequest))]
[JsonSerializable(typeof(CancelStudioOrderAnswer))]
[JsonSerializable(typeof(ListStudioOrdersRequest))]
[JsonSerializable(typeof(ListStudioOrdersAnswer))]
[JsonSerializable(typeof(GetStudioOrderRequest))]
[JsonSerializable(typeof(GetStudioOrderAnswer))]
[JsonSerializable(typeof(ValidateSeatCodeRequest))]
[JsonSerializable(typeof(ValidateSeatCodeAnswer))]
[JsonSerializable(typeof(RedeemSeatCodeRequest))]
[JsonSerializable(typeof(RedeemSeatCodeAnswer))]
[JsonSerializable(typeof(ResolveLicenseRequest))]
[JsonSerializable(typeof(ResolveLicenseAnswer))]
[JsonSerializable(typeof(ListViolationsRequest))]
[JsonSerializable(typeof(ListViolationsAnswer))]
[JsonSerializable(typeof(CreateApiKeyRequest))]
[JsonSerializable(typeof(CreateApiKeyAnswer))]
[JsonSerializable(typeof(RevokeApiKeyRequest))]
[JsonSerializable(typeof(ListApiKeysRequest))]
[JsonSerializable(typeof(ListApiKeysAnswer))]
[JsonSerializable(typeof(CreateWebhookEndpointRequest))]
[JsonSerializable(typeof(CreateWebhookEndpointAnswer))]
[JsonSerializable(typeof(UpdateWebhookEndpointRequest))]
[JsonSerializable(typeof(WebhookEndpointAnswer))]
[JsonSerializable(typeof(DeleteWebhookEndpointRequest))]
[JsonSerializable(typeof(ListWebhookEndpointsRequest))]
[JsonSerializable(typeof(ListWebhookEndpointsAnswer))]
[JsonSerializable(typeof(RotateWebhookSecretRequest))]
[JsonSerializable(typeof(RotateWebhookSecretAnswer))]
[JsonSerializable(typeof(ListWebhookDeliveriesRequest))]
[JsonSerializable(typeof(ListWebhookDeliveriesAnswer))]
[JsonSerializable(typeof(ReplayWebhookDeliveryRequest))]
[JsonSerializable(typeof(ReplayWebhookDeliveryAnswer))]
[JsonSerializable(typeof(SendTestWebhookRequest))]
[JsonSerializable(typeof(SendTestWebhookAnswer))]
[JsonSerializable(typeof(WebhookMessage))]
[JsonSerializable(typeof(TokenHeader))]
[JsonSerializable(typeof(TokenClaims))]
[JsonSerializable(typeof(KeySetPayload))]
[JsonSerializable(typeof(CachedLicense))]
[JsonSerializable(typeof(Credentials))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>The context to use; <c>Default</c> lacks the time format.</summary>
    public static ProtocolJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new UtcTimeConverter() },
        // Answers are application/json, never inlined into HTML; escaping every quote and umlaut helps nobody.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 16,
        RespectNullableAnnotations = true,
        // Two readers may disagree on which of two equal names counts; RFC 8725 section 2.4 calls that an attack.
        AllowDuplicateProperties = false,
    });
}
