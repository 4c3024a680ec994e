using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CgLicense.Protocol;

namespace CgLicense.TestServer;

/// <summary>What a seller does: products, variants and licenses, over the server's own admin endpoints.</summary>
public sealed class AdminCalls(string url, string adminSecret)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>A product of a new name, with one variant for its licenses.</summary>
    public async Task<string> CreateProduct(VariantRequest? variant = null)
    {
        var slug = "tool-" + Guid.NewGuid().ToString("N")[..12];
        await Post(
            "/createProduct", new CreateProductRequest { Name = "Tool", Slug = slug, CreatorId = "creator" },
            ProtocolJson.Wire.CreateProductRequest, ProtocolJson.Wire.ProductAnswer);
        if (variant is not null)
        {
            await Post(
                "/createVariant",
                new VariantRequest
                {
                    ProductId = slug,
                    Name = variant.Name,
                    LicenseType = variant.LicenseType,
                    MaxMachines = variant.MaxMachines,
                    MaxConcurrent = variant.MaxConcurrent,
                    TokenDays = variant.TokenDays,
                    GraceDays = variant.GraceDays,
                    HeartbeatSeconds = variant.HeartbeatSeconds,
                    SessionSeconds = variant.SessionSeconds,
                    Features = variant.Features,
                    SeatScope = variant.SeatScope,
                },
                ProtocolJson.Wire.VariantRequest, ProtocolJson.Wire.VariantAnswer);
        }

        return slug;
    }

    public async Task<string> CreateLicense(CreateLicenseRequest request) => (await Post(
        "/createLicense", request, ProtocolJson.Wire.CreateLicenseRequest, ProtocolJson.Wire.CreateLicenseAnswer)).LicenseKey;

    public Task Revoke(string licenseKey) => Post(
        "/revokeLicense", new RevokeLicenseRequest { LicenseKey = licenseKey },
        ProtocolJson.Wire.RevokeLicenseRequest, ProtocolJson.Wire.LicenseAnswer);

    public Task Reinstate(string licenseKey) => Post(
        "/reinstateLicense", new ReinstateLicenseRequest { LicenseKey = licenseKey },
        ProtocolJson.Wire.ReinstateLicenseRequest, ProtocolJson.Wire.LicenseAnswer);

    public Task Update(UpdateLicenseRequest request) =>
        Post("/updateLicense", request, ProtocolJson.Wire.UpdateLicenseRequest, ProtocolJson.Wire.LicenseAnswer);

    public Task ResetActivations(string licenseKey) => Post(
        "/resetActivations", new ResetActivationsRequest { LicenseKey = licenseKey },
        ProtocolJson.Wire.ResetActivationsRequest, ProtocolJson.Wire.ResetActivationsAnswer);

    public Task<GetLicenseAnswer> GetLicense(string licenseKey) => Post(
        "/getLicense", new GetLicenseRequest { LicenseKey = licenseKey },
        ProtocolJson.Wire.GetLicenseRequest, ProtocolJson.Wire.GetLicenseAnswer);

    /// <summary>The license file for a machine without network, as text.</summary>
    public async Task<string> OfflineFile(string licenseKey, string fingerprint, string productId) => JsonSerializer.Serialize(
        await Post(
            "/createOfflineFile", new CreateOfflineFileRequest { LicenseKey = licenseKey, MachineFingerprint = fingerprint, Hostname = "air gap", ProductId = productId },
            ProtocolJson.Wire.CreateOfflineFileRequest, ProtocolJson.Wire.CreateOfflineFileAnswer),
        ProtocolJson.Wire.CreateOfflineFileAnswer);

    /// <summary>Any admin call; a refusal is an exception with the server's own words.</summary>
    public async Task<TAnswer> Post<TRequest, TAnswer>(
        string route, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, url + route)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", adminSecret) },
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, requestType))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        using var response = await Http.SendAsync(message);
        var body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonSerializer.Deserialize(body, answerType)!
            : throw new InvalidOperationException($"{route} answered {(int)response.StatusCode}: {body}");
    }
}
