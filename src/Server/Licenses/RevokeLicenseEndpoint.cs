using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Floating;
using CgLicense.Server.Http;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary><c>POST /revokeLicense</c>. Idempotent; the machines stay listed, so that a reinstated license finds them again.</summary>
internal sealed class RevokeLicenseEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/revokeLicense", ProtocolJson.Wire.RevokeLicenseRequest, ProtocolJson.Wire.LicenseAnswer, Answer);

    private async Task<Outcome<LicenseAnswer>> Answer(RevokeLicenseRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey))
            return LicenseError.MissingFields;
        if (Fields.OneOf("reason", request.Reason, RevokeLicenseRequest.Reasons) is { } problem)
            return problem;
        if (await LicenseSql.Lock(session, request.LicenseKey, principal) is not { } license)
            return LicenseError.LicenseNotFound;
        var now = clock.GetUtcNow();
        var reason = request.Reason ?? "manual";
        await LicenseChangeSql.SetStatus(session, license.Id, LicenseStatus.Revoked, reason, ThreatLevel(reason), now);
        await SessionSql.ReleaseAll(session, license.Id);
        await AuditTrail.Record(
            session, license.Changed(principal.Actor, now, "revokeLicense", LicenseEvents.Revoked) with { Details = reason });
        return new LicenseAnswer { License = (await LicenseRecordSql.Find(session, license.Id, now))!.Record };
    }

    /// <summary>A refund does not make a customer a thief.</summary>
    private static long ThreatLevel(string reason) => reason is "fraud" or "chargeback" ? 4 : 0;
}
