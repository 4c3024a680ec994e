using System.Text.Json.Serialization.Metadata;
using CgLicense.Protocol;
using CgLicense.Server.Access;

namespace CgLicense.Server.Http;

/// <summary>
/// An administrative request taken apart: who asks, and what for. Credentials are judged before the rest of the body,
/// so that a stranger learns nothing about fields.
/// </summary>
internal sealed record AdminCall<TRequest>(TRequest? Request, Principal? Principal, byte[] Json, LicenseError? Refusal)
    where TRequest : AdminRequest
{
    public static async Task<AdminCall<TRequest>> Open(
        HttpContext context, JsonTypeInfo<TRequest> type, AccessControl access, Callers callers)
    {
        var (json, refusal) = await RequestBody.Read(context, type);
        if (refusal is not null)
            return new(null, null, json, refusal);
        var (credentials, badCredentials) = RequestBody.Parse(json, ProtocolJson.Wire.Credentials);
        if (badCredentials is not null)
            return new(null, null, json, badCredentials);
        var (principal, unauthorized) = await access.Identify(context, credentials!, callers);
        if (unauthorized is not null)
            return new(null, null, json, unauthorized);
        var (request, badRequest) = RequestBody.Parse(json, type);
        return new(request, principal, json, badRequest);
    }
}
