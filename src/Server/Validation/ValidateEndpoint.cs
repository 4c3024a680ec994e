using CgLicense.Protocol;
using CgLicense.Server.Activation;
using CgLicense.Server.Floating;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Validation;

/// <summary><c>POST /validate</c>: most calls read two rows and answer the token they were sent.</summary>
internal sealed class ValidateEndpoint(
    Database database, Rounds<(LicenseKey Key, string Fingerprint), MachineStanding> looks, TokenIssuer issuer, UnknownKeyLimit unknownKeys,
    TimeProvider clock)
{
    public void Map(Routes routes) =>
        routes.Client("/validate", ProtocolJson.Wire.ValidateRequest, ProtocolJson.Wire.ValidateAnswer, Answer);

    private async Task<Outcome<ValidateAnswer>> Answer(ValidateRequest request, Caller caller)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey) || string.IsNullOrWhiteSpace(request.MachineFingerprint)
            || string.IsNullOrWhiteSpace(request.Token))
        {
            return LicenseError.MissingFields;
        }

        if (MachineFields.Refusal(request.MachineFingerprint, sessionId: request.SessionId) is { } badField)
            return badField;
        var now = clock.GetUtcNow();
        var reading = issuer.Read(request.Token, now);
        var outcome = Judge(await looks.Ask((LicenseKey.Parse(request.LicenseKey), request.MachineFingerprint)), request, caller, reading, now);
        // Only what writes is decided a second time, under the license's lock.
        if (outcome.Answer is { License.IsFloating: true } or { Decision.Touch: true })
            outcome = await database.Write(session => Keep(session, request, caller, reading, now), caller.Aborted);
        if (outcome.Refusal is { } refusal)
            return refusal == LicenseError.LicenseNotFound ? unknownKeys.Count(caller) : refusal;
        return Sign(outcome.Answer!, request, now);
    }

    private async Task<Outcome<Validated>> Keep(
        Session session, ValidateRequest request, Caller caller, TokenReading reading, DateTimeOffset now)
    {
        var standing = await ActivationSql.LookLocked(session, LicenseKey.Parse(request.LicenseKey!), request.MachineFingerprint!);
        var outcome = Judge(standing, request, caller, reading, now);
        if (outcome.Answer is not { } validated)
            return outcome;
        var license = validated.License;
        // Tools ask this when they start, so a seat is taken as by /activate; losing one is a heartbeat's news.
        var lease = await SeatLease.Ask(
            session, license, request.MachineFingerprint!, request.SessionId ?? validated.Decision.Claims.Sid, now,
            SessionRules.Acquire);
        if (lease.Refusal is { } noSeat)
            return noSeat;
        if (validated.Decision.Touch)
            await ActivationSql.Touch(session, license.Id, request.MachineFingerprint!, now);
        if (validated.Decision.Renew)
            await ActivationSql.SeenIn(session, license.Id, request.MachineFingerprint!, standing!.Machine!.Sighting, caller.Country);
        return validated with { Lease = lease };
    }

    private Outcome<Validated> Judge(
        MachineStanding? standing, ValidateRequest request, Caller caller, TokenReading reading, DateTimeOffset now)
    {
        if (standing is not { License: var license })
            return LicenseError.LicenseNotFound;
        var facts = new ValidationFacts(license, request.MachineFingerprint!, standing.Machine, reading, issuer.SigningKid) { Country = caller.Country };
        return ValidationRules.Decide(facts, now) switch
        {
            ValidationDecision.Refuse refuse => refuse.Error,
            ValidationDecision.Stand stand => new Validated(license, stand, standing.MachinesUsed, LeaseOutcome.NotFloating),
            _ => LicenseError.Internal,
        };
    }

    private ValidateAnswer Sign(Validated done, ValidateRequest request, DateTimeOffset now)
    {
        var (license, decision, machinesUsed, lease) = done;
        var claims = decision.Claims;
        var sessionId = lease.Seat?.SessionId;
        var renew = decision.Renew || claims.Sid != sessionId;
        var token = renew
            ? issuer.Issue(license, claims.MachineFingerprint, claims.ProductId, sessionId, now)
            : new IssuedToken(request.Token!, DateTimeOffset.FromUnixTimeSeconds(claims.Exp));
        var answer = MachineAnswer.Write<ValidateAnswer>(license, machinesUsed, lease, token, now);
        answer.Refreshed = renew;
        return answer;
    }

    private sealed record Validated(
        LicenseFacts License, ValidationDecision.Stand Decision, long MachinesUsed, LeaseOutcome Lease);
}
