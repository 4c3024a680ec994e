using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Floating;
using CgLicense.Server.Http;
using CgLicense.Server.Products;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary><c>POST /updateLicense</c>: terms, status and details; only what the body names changes.</summary>
internal sealed class UpdateLicenseEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminChange(
        "/updateLicense", ProtocolJson.Wire.UpdateLicenseRequest, ProtocolJson.Wire.LicenseAnswer, Answer);

    private static LicenseError NotDegraded { get; } = LicenseError.InvalidRequest(
        "Field 'suspendAt' is for a license with status degraded: send status degraded with it, or status suspended without it.");

    private async Task<Outcome<LicenseAnswer>> Answer(UpdateLicenseRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey))
            return LicenseError.MissingFields;
        if (LicenseFields.Problem(request) is { } problem)
            return problem;
        if (await LicenseSql.Lock(session, request.LicenseKey, principal) is not { } license)
            return LicenseError.LicenseNotFound;
        if (request.SuspendAt.Value is not null && (request.Status ?? license.StoredStatus) != LicenseStatus.Degraded)
            return NotDegraded;
        var now = clock.GetUtcNow();
        var name = VariantRules.Name(license.ProductId, request.Variant ?? license.Variant);
        var product = await ProductSql.Find(session, license.ProductId);
        var terms = LicenseTerms.Changed(license, request, name, await VariantSql.Find(session, product!.Id, name));
        if (terms is { Type: LicenseType.Floating, MaxConcurrent: 0 })
            return VariantRules.NoSeats;
        var before = (await LicenseRecordSql.Find(session, license.Id, now))!.Record;
        await SessionSql.FitInto(session, license, terms.Type == LicenseType.Floating ? terms.MaxConcurrent : 0, now);
        await LicenseChangeSql.SetTerms(session, license.Id, terms, now);
        await LicenseChangeSql.SetDetails(
            session, license.Id, request.Email ?? license.Email,
            request.Message is null ? license.Message : request.Message.Length == 0 ? null : request.Message,
            request.UnlockedProducts ?? license.UnlockedProducts, now);
        if (request.Status is { } status && status != license.StoredStatus)
            await SetStatus(session, license.Id, status, now);
        if (request.SuspendAt.IsGiven)
            await LicenseChangeSql.SetSuspension(session, license.Id, request.SuspendAt.Value, now);
        var after = (await LicenseRecordSql.Find(session, license.Id, now))!.Record;
        var changed = WhatChanged.Between(before, after, ProtocolJson.Wire.LicenseRecord, "email", "message");
        await AuditTrail.Record(
            session, license.Changed(principal.Actor, now, "updateLicense", LicenseEvents.OfStatus(license.StoredStatus, request.Status))
                with { Details = changed.Details, Personal = changed.Personal });
        return new LicenseAnswer { License = after };
    }

    private static async Task SetStatus(Session session, long license, string status, DateTimeOffset now)
    {
        var revoked = status == LicenseStatus.Revoked;
        await LicenseChangeSql.SetStatus(session, license, status, revoked ? "manual" : null, 0, now);
        if (revoked)
            await SessionSql.ReleaseAll(session, license);
    }
}
