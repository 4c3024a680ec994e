using System.Text.Json.Serialization;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>What a provider says about itself (OpenID Connect Discovery 1.0 section 3), as far as it matters here.</summary>
internal sealed record ProviderMetadata
{
    public string? Issuer { get; init; }
    public string? AuthorizationEndpoint { get; init; }
    public string? TokenEndpoint { get; init; }
    public string? JwksUri { get; init; }
    public string? UserinfoEndpoint { get; init; }
    public IReadOnlyList<string>? TokenEndpointAuthMethodsSupported { get; init; }

    /// <summary>It names itself in the answer that comes through the browser (RFC 9207 section 3).</summary>
    public bool AuthorizationResponseIssParameterSupported { get; init; }
}

/// <summary>The token endpoint's answer (RFC 6749 sections 5.1 and 5.2).</summary>
internal sealed record TokenAnswer
{
    public string? IdToken { get; init; }
    public string? AccessToken { get; init; }
    public string? Error { get; init; }

    public override string ToString() => "[tokens]";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProviderMetadata))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class OidcJson : JsonSerializerContext;
