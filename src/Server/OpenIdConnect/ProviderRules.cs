namespace CgLicense.Server.OpenIdConnect;

/// <summary>Whether a provider can be worked with, by what it says about itself.</summary>
internal static class ProviderRules
{
    /// <summary>Nobody on the way can read along or answer in its stead: TLS, or this very computer.</summary>
    public static bool IsSafe(Uri url) => url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback);

    /// <summary>Why it cannot be used, for the operator; null when it can.</summary>
    /// <param name="authority">As the operator wrote it, without a slash at its end.</param>
    public static string? Problem(ProviderMetadata said, string authority)
    {
        // Discovery 1.0 section 4.3: who answers for one issuer must not name another. Some end with a slash.
        if (said.Issuer?.TrimEnd('/') != authority)
            return $"It calls itself '{said.Issuer}'. Write exactly this as --oidc-authority, if it is the provider you mean.";
        foreach (var (name, url) in new[]
        {
            ("authorization_endpoint", said.AuthorizationEndpoint), ("token_endpoint", said.TokenEndpoint), ("jwks_uri", said.JwksUri),
        })
        {
            if (!IsSafeText(url))
                return $"Its {name} is missing, or not an https address.";
        }

        return said.UserinfoEndpoint is null || IsSafeText(said.UserinfoEndpoint) ? null : "Its userinfo_endpoint is not an https address.";
    }

    /// <summary>Whether the secret goes into the body. RFC 6749 section 2.3.1 has every provider take the header; some do not.</summary>
    public static bool SecretGoesIntoBody(ProviderMetadata said) =>
        said.TokenEndpointAuthMethodsSupported is { } methods
        && methods.Contains("client_secret_post") && !methods.Contains("client_secret_basic");

    private static bool IsSafeText(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && IsSafe(url);
}
