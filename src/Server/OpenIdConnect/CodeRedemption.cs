using System.Text.Json;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>From the code that the browser brought to the person whom the provider vouches for.</summary>
internal sealed class CodeRedemption(OidcOptions options, OpenIdProvider provider, ProviderConnection connection, IdToken idToken)
{
    /// <summary>The person, or why the provider's answer is not believed.</summary>
    /// <param name="redirectUri">The one that the sign-in began with (RFC 6749 section 4.1.3).</param>
    /// <exception cref="ProviderFaultException">The provider cannot be asked, or does not take this server for its client.</exception>
    public async Task<(PersonClaims? Person, IdTokenFault? Fault)> Redeem(
        string code, SignInAttempt attempt, string redirectUri, CancellationToken cancel)
    {
        var known = await provider.Current(cancel);
        var (status, answer) = await Ask(known.Metadata, code, attempt, redirectUri, cancel);
        if (answer.IdToken is not { Length: > 0 } token)
        {
            return answer.Error is "invalid_client" or "unauthorized_client" || status is 401 or 403
                ? throw new ProviderFaultException("It does not take this server for its client: check --oidc-client-id and --oidc-client-secret.")
                : status >= 500 ? throw new ProviderFaultException($"It answered {status} where a code is redeemed.")
                : (null, new("the provider does not take the code; it may have been used before"));
        }

        var (person, fault) = await idToken.Judge(token, known, attempt.Nonce);
        if (fault is { MayBeNewKey: true })
        {
            known = await provider.Again(cancel);
            (person, fault) = await idToken.Judge(token, known, attempt.Nonce);
        }

        if (person is null || answer.AccessToken is null || known.Metadata.UserinfoEndpoint is not { } userinfo
            || AdmissionRules.Admitting(person, options.Admitted) is not null)
            return (person, fault);
        // Core 1.0 section 5.4: an address or a group need not be in the token itself.
        var more = await Userinfo(userinfo, answer.AccessToken, cancel);
        // Section 5.3.2: what is said about somebody else does not count.
        return (more?.Subject == person.Subject ? person.And(more!) : person, null);
    }

    private async Task<(int Status, TokenAnswer Answer)> Ask(
        ProviderMetadata metadata, string code, SignInAttempt attempt, string redirectUri, CancellationToken cancel)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirectUri, ["code_verifier"] = attempt.Verifier,
        };
        string? basic = null;
        if (options.ClientSecret is not { } secret)
            form["client_id"] = options.ClientId;
        else if (ProviderRules.SecretGoesIntoBody(metadata))
            (form["client_id"], form["client_secret"]) = (options.ClientId, secret.Reveal());
        else
            basic = Uri.EscapeDataString(options.ClientId) + ":" + Uri.EscapeDataString(secret.Reveal());
        var (status, body) = await connection.Post(metadata.TokenEndpoint!, form, basic, cancel);
        try
        {
            return (status, JsonSerializer.Deserialize(body, OidcJson.Default.TokenAnswer) ?? new());
        }
        catch (JsonException)
        {
            return (status, new());
        }
    }

    private async Task<PersonClaims?> Userinfo(string url, string accessToken, CancellationToken cancel)
    {
        try
        {
            using var answer = JsonDocument.Parse(await connection.Get(url, accessToken, cancel));
            return answer.RootElement.ValueKind == JsonValueKind.Object ? PersonClaims.Read(answer.RootElement) : null;
        }
        catch (JsonException)
        {
            // Signed instead of plain, which only a client that asked for it gets; the token then says all there is.
            return null;
        }
    }
}
