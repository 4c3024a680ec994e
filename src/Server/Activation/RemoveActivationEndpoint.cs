using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Floating;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Activation;

/// <summary><c>POST /removeActivation</c>: one lost machine, or one stuck seat, is freed. Idempotent.</summary>
internal sealed class RemoveActivationEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/removeActivation", ProtocolJson.Wire.RemoveActivationRequest, ProtocolJson.Wire.RemoveActivationAnswer, Answer);

    private async Task<Outcome<RemoveActivationAnswer>> Answer(
        RemoveActivationRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey) || string.IsNullOrWhiteSpace(request.Fingerprint))
            return LicenseError.MissingFields;
        if (await LicenseSql.Lock(session, request.LicenseKey, principal) is not { } license)
            return LicenseError.LicenseNotFound;
        var now = clock.GetUtcNow();
        var seats = await SessionSql.ReleaseMachine(session, license.Id, request.Fingerprint, now);
        var removed = await ActivationSql.Remove(session, license.Id, request.Fingerprint, now) || seats > 0;
        if (removed)
        {
            await AuditTrail.Record(session, license.Changed(
                principal.Actor, now, "removeActivation", LicenseEvents.MachineDeactivated, request.Fingerprint));
        }

        return new RemoveActivationAnswer
        {
            Removed = removed,
            MachinesUsed = await ActivationSql.MachinesUsed(session, license.Id),
        };
    }
}
