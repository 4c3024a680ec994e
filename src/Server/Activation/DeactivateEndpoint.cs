using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Floating;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Activation;

/// <summary>
/// <c>POST /deactivate</c>: the machine gives its slot and its seats back. Also for revoked and expired licenses:
/// giving back is never refused.
/// </summary>
internal sealed class DeactivateEndpoint(Database database, UnknownKeyLimit unknownKeys, TimeProvider clock)
{
    public void Map(Routes routes) =>
        routes.Client("/deactivate", ProtocolJson.Wire.DeactivateRequest, ProtocolJson.Wire.DeactivateAnswer, Answer);

    private async Task<Outcome<DeactivateAnswer>> Answer(DeactivateRequest request, Caller caller)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey) || string.IsNullOrWhiteSpace(request.MachineFingerprint))
            return LicenseError.MissingFields;
        if (MachineFields.Refusal(request.MachineFingerprint, sessionId: request.SessionId) is { } badField)
            return badField;
        var outcome = await database.Write(session => Release(session, request, caller), caller.Aborted);
        return outcome.Refusal == LicenseError.LicenseNotFound ? unknownKeys.Count(caller) : outcome;
    }

    private async Task<Outcome<DeactivateAnswer>> Release(Session session, DeactivateRequest request, Caller caller)
    {
        var now = clock.GetUtcNow();
        if (await LicenseSql.Lock(session, LicenseKey.Parse(request.LicenseKey!)) is not { } license)
            return LicenseError.LicenseNotFound;
        if (request.ProductId is { } productId && !license.Covers(productId))
            return LicenseError.WrongProduct;
        var fingerprint = request.MachineFingerprint!;
        var released = await ReleaseSeats(session, license, fingerprint, request.SessionId, now) > 0;
        // With one seat per process, the machine stays while another of its processes runs.
        if (await SessionSql.SeatsOfMachine(session, license.Id, fingerprint, now) == 0
            && await ActivationSql.Remove(session, license.Id, fingerprint, now))
        {
            released = true;
            await AuditTrail.Record(session, license.Changed(
                Actor.Machine(caller.Address), now, "deactivate", LicenseEvents.MachineDeactivated, fingerprint));
        }

        return new DeactivateAnswer
        {
            Released = released,
            MachinesUsed = await ActivationSql.MachinesUsed(session, license.Id),
        };
    }

    private static Task<int> ReleaseSeats(
        Session session, LicenseFacts license, string fingerprint, string? sessionId, DateTimeOffset now) =>
        license.Policy.SeatScope == SeatScope.Process && sessionId is not null
            ? SessionSql.ReleaseSession(session, license.Id, fingerprint, sessionId, now)
            : SessionSql.ReleaseMachine(session, license.Id, fingerprint, now);
}
