using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Activation;

/// <summary><c>POST /createOfflineFile</c>: a seller makes the license file of a machine without network.</summary>
internal sealed class CreateOfflineFileEndpoint(OfflineFile files, TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/createOfflineFile", ProtocolJson.Wire.CreateOfflineFileRequest, ProtocolJson.Wire.CreateOfflineFileAnswer, Answer);

    private async Task<Outcome<CreateOfflineFileAnswer>> Answer(
        CreateOfflineFileRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey) || string.IsNullOrWhiteSpace(request.MachineFingerprint)
            || string.IsNullOrWhiteSpace(request.Hostname))
        {
            return LicenseError.MissingFields;
        }

        if (!FingerprintFormula.IsOne(request.MachineFingerprint))
            return LicenseError.InvalidRequest("Field 'machineFingerprint' must be 64 lower-case hexadecimal digits, as the tool shows them.");
        if (MachineFields.Refusal(request.MachineFingerprint, request.Hostname) is { } badField)
            return badField;
        var now = clock.GetUtcNow();
        var facts = await ActivationSql.Lock(session, LicenseKey.Parse(request.LicenseKey), request.MachineFingerprint, now);
        // One outside the caller's scope does not exist for them.
        if (facts is null || !principal.MaySee(facts.License.CreatorId))
            return LicenseError.LicenseNotFound;
        var machine = new MachineAsking(
            request.MachineFingerprint, request.Hostname, request.ProductId ?? facts.License.ProductId, principal.Actor, "createOfflineFile");
        var outcome = await OfflineFile.Take(session, facts, machine, now);
        if (outcome.Answer is not { } done)
            return outcome.Refusal!;
        // Before the commit, unlike every other token: what an Idempotency-Key repeats is stored with the change itself.
        return files.Sign(done, machine, now);
    }
}
