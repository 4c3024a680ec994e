using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Validation;

/// <summary><c>POST /verify</c>: is this key good for this product? No machine, no state.</summary>
internal sealed class VerifyEndpoint(Database database, UnknownKeyLimit unknownKeys, TimeProvider clock)
{
    public void Map(Routes routes) =>
        routes.Client("/verify", ProtocolJson.Wire.VerifyRequest, ProtocolJson.Wire.VerifyAnswer, Answer);

    private async Task<Outcome<VerifyAnswer>> Answer(VerifyRequest request, Caller caller)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey) || string.IsNullOrWhiteSpace(request.ProductId))
            return LicenseError.MissingFields;
        var license = await database.Read(
            session => LicenseSql.Find(session, LicenseKey.Parse(request.LicenseKey)), caller.Aborted);
        if (license is null)
            return unknownKeys.Count(caller);
        var now = clock.GetUtcNow();
        if (LicenseRules.Refusal(license, request.ProductId, now) is { } refusal)
            return refusal;
        return new VerifyAnswer
        {
            Status = LicenseRules.StatusAt(license, now),
            Variant = license.Variant,
            LicenseType = license.Type,
            LicenseExpiresAt = license.ExpiresAt,
            Message = license.Message,
        };
    }
}
