using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Floating;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Activation;

/// <summary><c>POST /resetActivations</c>: every machine and every seat of a license is free again.</summary>
internal sealed class ResetActivationsEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/resetActivations", ProtocolJson.Wire.ResetActivationsRequest, ProtocolJson.Wire.ResetActivationsAnswer, Answer);

    private async Task<Outcome<ResetActivationsAnswer>> Answer(
        ResetActivationsRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey))
            return LicenseError.MissingFields;
        if (await LicenseSql.Lock(session, request.LicenseKey, principal) is not { } license)
            return LicenseError.LicenseNotFound;
        var now = clock.GetUtcNow();
        await SessionSql.ReleaseAll(session, license.Id);
        var deleted = await ActivationSql.RemoveAll(session, license.Id, now);
        await AuditTrail.Record(
            session, license.Changed(principal.Actor, now, "resetActivations", LicenseEvents.MachinesReset));
        return new ResetActivationsAnswer { DeletedCount = deleted };
    }
}
