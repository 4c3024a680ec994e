using CgLicense.Protocol;
using CgLicense.Server.Activation;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Floating;

/// <summary>
/// <c>POST /heartbeat</c>: a running tool keeps its seat and hears of changes. A late one takes a free seat again; it can
/// never push the count over the cap, because it asks for the seat like everyone else.
/// </summary>
internal sealed class HeartbeatEndpoint(
    Database database, Rounds<Beat, Beaten> rounds, TokenIssuer issuer, UnknownKeyLimit unknownKeys, TimeProvider clock)
{
    public void Map(Routes routes) =>
        routes.Client("/heartbeat", ProtocolJson.Wire.HeartbeatRequest, ProtocolJson.Wire.HeartbeatAnswer, Answer);

    private async Task<Outcome<HeartbeatAnswer>> Answer(HeartbeatRequest request, Caller caller)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey) || string.IsNullOrWhiteSpace(request.MachineFingerprint))
            return LicenseError.MissingFields;
        if (MachineFields.Refusal(request.MachineFingerprint, sessionId: request.SessionId) is { } badField)
            return badField;
        var now = clock.GetUtcNow();
        var held = OwnToken(request, now);
        // A tool that was started again may know its session from its token alone; as a nameless one it would take another seat.
        var sessionId = request.SessionId ?? held?.Claims.Sid;
        var beat = new Beat(LicenseKey.Parse(request.LicenseKey), request.MachineFingerprint, sessionId, request.ProductId, now);
        var outcome = await rounds.Ask(beat) is { } kept
            ? kept
            : await database.Write(session => Decide(session, beat), caller.Aborted);
        if (outcome.Refusal is { } refusal)
            return refusal == LicenseError.LicenseNotFound ? unknownKeys.Count(caller) : refusal;
        var (license, lease) = outcome.Answer!;
        return new HeartbeatAnswer
        {
            SessionId = lease.Seat?.SessionId,
            SessionExpiresAt = lease.Seat?.ExpiresAt,
            HeartbeatSeconds = license.Policy.HeartbeatSeconds,
            Status = LicenseRules.StatusAt(license, now),
            Message = license.Message,
            SeatsUsed = lease.Seat is null ? null : lease.SeatsUsed,
            MaxConcurrent = lease.Seat is null ? null : license.MaxConcurrent,
            Reacquired = lease.IsNew,
            Token = RenewedToken(license, held, lease, now),
        };
    }

    private static async Task<Outcome<Beaten>> Decide(Session session, Beat beat)
    {
        if (await LicenseSql.Lock(session, beat.Key) is not { } license)
            return LicenseError.LicenseNotFound;
        if (LicenseRules.Refusal(license, beat.ProductId, beat.Now) is { } refusal)
            return refusal;
        if (await ActivationSql.Find(session, license.Id, beat.Fingerprint) is not { } machine)
            return LicenseError.NotActivated;
        var lease = await SeatLease.Ask(session, license, beat.Fingerprint, beat.SessionId, beat.Now, SessionRules.Renew);
        if (lease.Refusal is { } lost)
            return lost;
        if (ActivationRules.IsNews(machine.LastSeen, beat.Now))
            await ActivationSql.Touch(session, license.Id, beat.Fingerprint, beat.Now);
        return new Beaten(license, lease);
    }

    /// <summary>The token that the caller shows, if it is genuine and this machine's for this license.</summary>
    private TokenReading.Genuine? OwnToken(HeartbeatRequest request, DateTimeOffset now) =>
        issuer.Read(request.Token, now) is TokenReading.Genuine held
        && held.Claims.MachineFingerprint == request.MachineFingerprint
        && held.Claims.LicenseKey == LicenseKey.Parse(request.LicenseKey!).Value
            ? held
            : null;

    /// <summary>A new token when the one that was shown is due.</summary>
    private string? RenewedToken(LicenseFacts license, TokenReading.Genuine? held, LeaseOutcome lease, DateTimeOffset now)
    {
        if (held is null || !license.Covers(held.Claims.ProductId))
            return null;
        var sessionId = lease.Seat?.SessionId;
        return held.Claims.Sid != sessionId || TokenRules.IsDue(held.Claims, held.Kid, issuer.SigningKid, license, now)
            ? issuer.Issue(license, held.Claims.MachineFingerprint, held.Claims.ProductId, sessionId, now).Compact
            : null;
    }
}
