using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Countries;
using CgLicense.Server.Floating;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Mail;
using CgLicense.Server.Outbox;
using CgLicense.Server.Signing;
using CgLicense.Server.Statistics;
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
        var outcome = await database.Write(session => Activate(session, request, caller, now), caller.Aborted);
        if (outcome.Refusal is { } refusal)
            return refusal == LicenseError.LicenseNotFound ? unknownKeys.Count(caller) : refusal;
        return Sign(outcome.Answer!, request, now);
    }

    private static async Task<Outcome<Activated>> Activate(
        Session session, ActivateRequest request, Caller caller, DateTimeOffset now)
    {
        var fingerprint = request.MachineFingerprint!;
        if (await ActivationSql.Lock(session, LicenseKey.Parse(request.LicenseKey!), fingerprint, now) is not { } facts)
            return LicenseError.LicenseNotFound;
        var license = facts.License;
        var decision = ActivationRules.Decide(facts, request.ProductId!, now);
        if (decision is ActivationDecision.Refuse refuse)
        {
            if (refuse.Counts)
                await ActivationSql.CountAttempt(session, license.Id, now);
            if (refuse.Error.Code == ErrorCodes.MachineLimit)
                await MailQueueSql.MachineRefused(session, license, now);
            return refuse.Error;
        }

        var lease = await SeatLease.Ask(session, license, fingerprint, request.SessionId, now, SessionRules.Acquire);
        if (lease.Refusal is { } noSeat)
            return noSeat;
        var seen = new Sighting(SightingRules.Counted(request.Sdk), SightingRules.Seen(facts.Before.Countries, caller.Country));
        await ActivationSql.Save(session, license.Id, request, seen, now);
        if (decision is ActivationDecision.Take)
        {
            await ActivationSql.CountAttempt(session, license.Id, now);
            await Tally.MachineAdded(session, license.Id, seen, now);
            var change = license.Changed(
                Actor.Machine(caller.Address), now, "activate", LicenseEvents.MachineActivated, fingerprint);
            await AuditTrail.Record(session, change with { Personal = request.Hostname });
        }
        else
        {
            await Tally.SightingChanged(session, license.Id, facts.Before, seen);
        }

        return new Activated(license, facts.MachinesUsed + (decision is ActivationDecision.Take ? 1 : 0), lease);
    }

    private ActivateAnswer Sign(Activated done, ActivateRequest request, DateTimeOffset now)
    {
        var (license, machinesUsed, lease) = done;
        var token = issuer.Issue(license, request.MachineFingerprint!, request.ProductId!, lease.Seat?.SessionId, now);
        return MachineAnswer.Write<ActivateAnswer>(license, machinesUsed, lease, token, now);
    }

    private sealed record Activated(LicenseFacts License, long MachinesUsed, LeaseOutcome Lease);
}
