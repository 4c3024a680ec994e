using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Activation;

/// <summary><c>POST /activate</c>: a machine slot, for floating licenses a seat too, and the token to run offline with.</summary>
internal sealed class ActivateEndpoint(Database database, TokenIssuer issuer, UnknownKeyLimit unknownKeys, TimeProvider clock)
{
    public void Map(Routes routes) =>
        routes.Client("/activate", ProtocolJson.Wire.ActivateRequest, ProtocolJson.Wire.ActivateAnswer, Answer);

    private async Task<Outcome<ActivateAnswer>> Answer(ActivateRequest request, Caller caller)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey) || string.IsNullOrWhiteSpace(request.MachineFingerprint)
            || string.IsNullOrWhiteSpace(request.Hostname) || string.IsNullOrWhiteSpace(request.ProductId))
        {
            return LicenseError.MissingFields;
        }

        if (MachineFields.Refusal(request.MachineFingerprint, request.Hostname, request.User, request.SessionId, request.Sdk)
            is { } badField)
        {
            return badField;
        }

        var now = clock.GetUtcNow();
        var outcome = await database.Write(
            session => Activate(session, request, caller, now),
            activated => activated.Refusal is { } refused ? refused : Sign(activated.Answer!, request, now),
            caller.Aborted);
        return outcome.Refusal == LicenseError.LicenseNotFound ? unknownKeys.Count(caller) : outcome;
    }

    private static async Task<Outcome<Activated>> Activate(
        Session session, ActivateRequest request, Caller caller, DateTimeOffset now)
    {
        if (await ActivationSql.Lock(session, LicenseKey.Parse(request.LicenseKey!), request.MachineFingerprint!, now) is not { } facts)
            return LicenseError.LicenseNotFound;
        return await MachineSlot.Ask(
            session, facts,
            new MachineAsking(request.MachineFingerprint!, request.Hostname!, request.ProductId!, Actor.Machine(caller.Address), "activate")
            {
                User = request.User, Sdk = request.Sdk, Country = caller.Country, SessionId = request.SessionId, IsHeard = true,
            },
            now);
    }

    private Outcome<ActivateAnswer> Sign(Activated done, ActivateRequest request, DateTimeOffset now)
    {
        var (license, machinesUsed, lease, _) = done;
        var token = issuer.Issue(license, request.MachineFingerprint!, request.ProductId!, lease.Seat?.SessionId, now);
        return MachineAnswer.Write<ActivateAnswer>(license, machinesUsed, lease, token, now);
    }
}
