using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary><c>POST /reinstateLicense</c>: a revoked, suspended or degraded license is active again. Idempotent.</summary>
internal sealed class ReinstateLicenseEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/reinstateLicense", ProtocolJson.Wire.ReinstateLicenseRequest, ProtocolJson.Wire.LicenseAnswer, Answer);

    private async Task<Outcome<LicenseAnswer>> Answer(
        ReinstateLicenseRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey))
            return LicenseError.MissingFields;
        if (await LicenseSql.Lock(session, request.LicenseKey, principal) is not { } license)
            return LicenseError.LicenseNotFound;
        var now = clock.GetUtcNow();
        await LicenseChangeSql.SetStatus(session, license.Id, LicenseStatus.Active, null, 0, now);
        await LicenseChangeSql.SetDetails(session, license.Id, license.Email, null, license.UnlockedProducts, now);
        await AuditTrail.Record(session, license.Changed(principal.Actor, now, "reinstateLicense", LicenseEvents.Reinstated));
        return new LicenseAnswer { License = (await LicenseRecordSql.Find(session, license.Id, now))!.Record };
    }
}
