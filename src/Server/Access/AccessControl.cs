using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Sessions;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Access;

/// <summary>
/// Finds out who makes an administrative call. The first credential present decides, in the order: Authorization
/// header, X-API-Key header, X-Webhook-Secret header, body field, query, and last the cookie of somebody who is signed in.
/// A wrong one is not forgiven because another follows.
/// </summary>
internal sealed partial class AccessControl(
    Database database, AdminSecret adminSecret, WebhookSecret webhookSecret, BrowserSessions sessions, TimeProvider clock,
    ILogger<AccessControl> log)
{
    private const string Bearer = "Bearer ";

    /// <param name="context">The request, for its headers and query.</param>
    /// <param name="body">The credential fields of its body.</param>
    /// <param name="callers">Whom the endpoint is open to. To others a genuine credential is a wrong one.</param>
    public async Task<(Principal? Principal, LicenseError? Refusal)> Identify(
        HttpContext context, Credentials body, Callers callers)
    {
        var isForMarketplace = callers.HasFlag(Callers.Marketplace);
        if (Find(context, body, isForMarketplace) is not { } credential)
        {
            return await sessions.Find(context) is { } signedIn && (signedIn is Principal.Admin || callers.HasFlag(Callers.Creators))
                ? (signedIn, null)
                : (null, isForMarketplace ? MarketplaceMissing : Missing);
        }

        var address = Caller.Of(context).Address;
        if (adminSecret.Matches(credential))
            return (new Principal.Admin(credential, address), null);
        if (isForMarketplace && webhookSecret.Matches(credential))
            return (new Principal.Webhook(credential, address), null);
        if (callers.HasFlag(Callers.Creators) && await Creator(credential, address) is { } creator)
            return (creator, null);
        return (null, isForMarketplace ? MarketplaceWrong : Wrong);
    }

    /// <summary>Who may sign in with a secret; null when it is neither the admin secret nor an active API key.</summary>
    public async Task<Principal?> Recognise(Secret credential, string address) => adminSecret.Matches(credential)
        ? new Principal.Admin(credential, address)
        : await Creator(credential, address);

    private async Task<Principal?> Creator(Secret credential, string address) =>
        await ApiKeySql.FindCreator(database, credential.Hash(), clock.GetUtcNow()) is { } creator
            ? new Principal.Creator(creator, credential.Hash(), credential, address)
            : null;

    private static LicenseError Missing { get; } = LicenseError.Unauthorized(
        "Credentials are missing. Send 'Authorization: Bearer <admin secret or API key>'.");

    private static LicenseError Wrong { get; } = LicenseError.Unauthorized(
        "The admin secret or API key is wrong, or the key has been revoked.");

    private static LicenseError MarketplaceMissing { get; } = LicenseError.Unauthorized(
        "Credentials are missing. Send 'X-Webhook-Secret: <webhook secret>' or 'Authorization: Bearer <admin secret>'.");

    private static LicenseError MarketplaceWrong { get; } = LicenseError.Unauthorized(
        "The webhook secret, admin secret or API key is wrong, has been revoked, or does not open this endpoint.");

    private Secret? Find(HttpContext context, Credentials body, bool isForMarketplace)
    {
        var headers = context.Request.Headers;
        var authorization = headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return new Secret(authorization[Bearer.Length..].Trim());
        if (headers["X-API-Key"].ToString() is { Length: > 0 } header)
            return new Secret(header);
        if (isForMarketplace && headers[WebhookSecret.Header].ToString() is { Length: > 0 } webhook)
            return new Secret(webhook);
        if ((body.AdminSecret ?? body.ApiKey ?? (isForMarketplace ? body.WebhookSecret : null)) is { Length: > 0 } field)
            return new Secret(field);
        if (context.Request.Query["apiKey"].ToString() is not { Length: > 0 } query)
            return null;
        QueryCredential(log, context.Request.Path, context.TraceIdentifier);
        return new Secret(query);
    }

    [LoggerMessage(20, LogLevel.Warning,
        "{Path} [{RequestId}] sent its API key in the query string: deprecated, it ends up in proxies' logs. Use the Authorization header.")]
    private static partial void QueryCredential(ILogger log, PathString path, string requestId);
}
