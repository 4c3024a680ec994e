using System.Security.Cryptography;
using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Access;

/// <summary><c>/createApiKey</c>, <c>/listApiKeys</c>, <c>/revokeApiKey</c>: the admin secret's alone.</summary>
internal sealed class ApiKeyEndpoint(TimeProvider clock)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static LicenseError AdminOnly { get; } =
        LicenseError.Unauthorized("API keys are managed with the admin secret only.");

    public void Map(Routes routes)
    {
        routes.AdminChange("/createApiKey", ProtocolJson.Wire.CreateApiKeyRequest, ProtocolJson.Wire.CreateApiKeyAnswer, Create);
        routes.AdminChange("/revokeApiKey", ProtocolJson.Wire.RevokeApiKeyRequest, ProtocolJson.Wire.DoneAnswer, Revoke);
        routes.AdminQuery("/listApiKeys", ProtocolJson.Wire.ListApiKeysRequest, ProtocolJson.Wire.ListApiKeysAnswer, List);
    }

    private async Task<Outcome<CreateApiKeyAnswer>> Create(CreateApiKeyRequest request, Principal principal, Session session)
    {
        if (principal is not Principal.Admin)
            return AdminOnly;
        if (string.IsNullOrWhiteSpace(request.CreatorId) || string.IsNullOrWhiteSpace(request.Name))
            return LicenseError.MissingFields;
        if ((Fields.Text("creatorId", request.CreatorId, 128) ?? Fields.Text("name", request.Name, 128)) is { } problem)
            return problem;
        var key = "cgls_" + RandomNumberGenerator.GetString(Alphabet, 64);
        var hash = new Secret(key).Hash();
        await ApiKeySql.Add(session, hash, request.Name, request.CreatorId, clock.GetUtcNow());
        await AuditTrail.Record(session, new(principal.Actor, clock.GetUtcNow(), "createApiKey", hash) { CreatorId = request.CreatorId });
        return new CreateApiKeyAnswer { ApiKey = key, Hash = hash };
    }

    private async Task<Outcome<DoneAnswer>> Revoke(RevokeApiKeyRequest request, Principal principal, Session session)
    {
        if (principal is not Principal.Admin)
            return AdminOnly;
        if (string.IsNullOrWhiteSpace(request.Hash))
            return LicenseError.MissingFields;
        if (await ApiKeySql.Revoke(session, request.Hash) is not { } creator)
            return LicenseError.NotFound("API key");
        await AuditTrail.Record(session, new(principal.Actor, clock.GetUtcNow(), "revokeApiKey", request.Hash) { CreatorId = creator });
        return new DoneAnswer();
    }

    private async Task<Outcome<ListApiKeysAnswer>> List(ListApiKeysRequest request, Principal principal, Session session) =>
        principal is Principal.Admin
            ? new ListApiKeysAnswer { ApiKeys = await ApiKeySql.All(session, request.CreatorId) }
            : AdminOnly;
}
