using System.Globalization;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.AntiPiracy;

/// <summary><c>POST /resolveLicense</c>: a person has looked, and it was nothing.</summary>
internal sealed class ResolveLicenseEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/resolveLicense", ProtocolJson.Wire.ResolveLicenseRequest, ProtocolJson.Wire.ResolveLicenseAnswer, Answer);

    private async Task<Outcome<ResolveLicenseAnswer>> Answer(ResolveLicenseRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey) || request.ViolationIds is not { Count: > 0 } ids)
            return LicenseError.MissingFields;
        if (Fields.Texts("violationIds", ids, ResolveLicenseRequest.MostViolations) is { } problem)
            return problem;
        if (await LicenseSql.Lock(session, request.LicenseKey, principal) is not { } license)
            return LicenseError.LicenseNotFound;
        var known = await LicenseRecordSql.ViolationsOf(session, license.Id);
        if (ids.FirstOrDefault(id => known.All(violation => violation.Id != id)) is not null)
            return LicenseError.NotFound("Violation");

        var now = clock.GetUtcNow();
        var resolved = known.Where(violation => !violation.Resolved && ids.Contains(violation.Id)).ToList();
        foreach (var violation in resolved)
        {
            await ViolationSql.MarkResolved(session, license.Id, long.Parse(violation.Id, CultureInfo.InvariantCulture));
            await AuditTrail.Record(
                session,
                license.Changed(principal.Actor, now, "resolveLicense", LicenseEvents.ViolationResolved, "violation " + violation.Id)
                    with { Details = violation.Type });
        }

        var unresolved = known.Except(resolved).Where(violation => !violation.Resolved).Select(violation => violation.Severity);
        await Apply(session, license, ThreatRules.Reassess(license, unresolved), principal, now);
        return new ResolveLicenseAnswer
        {
            ResolvedCount = resolved.Count,
            License = (await LicenseRecordSql.Find(session, license.Id, now))!.Record,
            Violations = await LicenseRecordSql.ViolationsOf(session, license.Id),
        };
    }

    private static async Task Apply(
        Session session, LicenseFacts license, ThreatDecision decision, Principal principal, DateTimeOffset now)
    {
        switch (decision)
        {
            case ThreatDecision.Lift:
                await LicenseChangeSql.SetStatus(session, license.Id, LicenseStatus.Active, null, decision.Level, now);
                // The message told the artist of the matter that is settled now.
                await LicenseChangeSql.SetDetails(session, license.Id, license.Email, null, license.UnlockedProducts, now);
                await AuditTrail.Record(session, license.Changed(principal.Actor, now, "resolveLicense", LicenseEvents.Reinstated));
                break;
            case ThreatDecision.Ease:
                await LicenseChangeSql.SetStatus(
                    session, license.Id, LicenseStatus.Degraded, null, decision.Level, now, cause: StatusCause.Threat);
                break;
            default:
                await ViolationSql.SetLevel(session, license.Id, decision.Level, now);
                break;
        }
    }
}
