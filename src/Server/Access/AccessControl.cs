using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Access;

/// <summary>
/// Finds out who makes an administrative call. The first credential present decides, in the order: Authorization
/// header, X-API-Key header, body field, query. A wrong one is not forgiven because another follows.
/// </summary>
internal sealed partial class AccessControl(
    Database database, AdminSecret adminSecret, TimeProvider clock, ILogger<AccessControl> log)
{
    private const string Bearer = "Bearer ";

    public async Task<(Principal? Principal, LicenseError? Refusal)> Identify(HttpContext context, Credentials body)
    {
        if (Find(context, body) is not { } credential)
        {
            return (null, LicenseError.Unauthorized(
                "Credentials are missing. Send 'Authorization: Bearer <admin secret or API key>'."));
        }

        var address = Caller.Of(context).Address;
        if (adminSecret.Matches(credential))
            return (new Principal.Admin(credential, address), null);
        return await ApiKeySql.FindCreator(database, credential.Hash(), clock.GetUtcNow()) is { } creator
            ? (new Principal.Creator(creator, credential.Hash(), credential, address), null)
            : (null, LicenseError.Unauthorized("The admin secret or API key is wrong, or the key has been revoked."));
    }

    private Secret? Find(HttpContext context, Credentials body)
    {
        var headers = context.Request.Headers;
        var authorization = headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return new Secret(authorization[Bearer.Length..].Trim());
        if (headers["X-API-Key"].ToString() is { Length: > 0 } header)
            return new Secret(header);
        if ((body.AdminSecret ?? body.ApiKey) is { Length: > 0 } field)
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
