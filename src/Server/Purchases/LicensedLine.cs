using System.Globalization;
using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Floating;
using CgLicense.Server.Licenses;
using CgLicense.Server.Outbox;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;
using CgLicense.Server.StudioOrders;

namespace CgLicense.Server.Purchases;

/// <summary>
/// The licenses of one purchase and product: made when it is paid, and changed by the difference between what its events say now and
/// what they said last. What a person changed in between stays.
/// </summary>
internal static class LicensedLine
{
    public static async Task Apply(
        Session session, PurchaseRow purchase, ProductFacts product, PurchaseTerms terms, PurchaseStanding standing, Change change)
    {
        var line = await PurchaseSql.Line(session, purchase.Id, product.Id);
        var licenses = await LineLicenseSql.Lock(session, product.Id, purchase.Label);
        var order = await LineLicenseSql.StudioOrder(session, product.Id, purchase.Label);
        if (order is { } seats && standing.TakesAway)
            await StudioOrderSql.Cancel(session, seats, change.At);
        // Also what was taken back before it was sold: the end is the same in whatever order it was told.
        if (licenses.Count == 0 && order is null && standing.IsPaid && await Sell(session, purchase, product, terms, standing, change) is { } sold)
        {
            licenses = [sold];
            line = new AppliedLine(PurchaseStanding.Running + "@0", sold.ExpiresAt);
        }

        if (licenses.Count == 0 && order is null)
            return;
        foreach (var license in licenses)
            await Update(session, license, line, standing, change);
        await PurchaseSql.Applied(session, purchase.Id, product.Id, new AppliedLine(standing.Mark, standing.Ends));
    }

    private static async Task<LicenseFacts?> Sell(
        Session session, PurchaseRow purchase, ProductFacts product, PurchaseTerms terms, PurchaseStanding standing, Change change)
    {
        if (terms.Email is null)
            return null;
        var request = new CreateLicenseRequest
        {
            Email = terms.Email,
            ProductId = product.Slug,
            Variant = terms.Item.Variant,
            LicenseType = terms.Item.LicenseType,
            MaxMachines = terms.Item.MaxMachines,
            DiscountCode = terms.Item.DiscountCode,
            PurchaseId = purchase.Label,
            ExpiresAt = standing.Ends,
        };
        var draft = await LicenseDraft.Of(session, product, request, change.At, isPromised: true);
        return draft.Answer is { } good ? await LicenseSql.Lock(session, (await good.Make(session, change)).Key) : null;
    }

    private static async Task Update(Session session, LicenseFacts license, AppliedLine? line, PurchaseStanding standing, Change change)
    {
        string? happened = null;
        if (EndOf(license, line, standing) is { } end && end.Value != license.ExpiresAt)
        {
            await LineLicenseSql.SetEnd(session, license.Id, end.Value, change.At);
            happened = change.Action == "subscriptionRenewed" ? LicenseEvents.Renewed : LicenseEvents.Updated;
        }

        if ((line?.Standing ?? PurchaseStanding.Running + "@0") != standing.Mark)
            happened = await SetStatus(session, license, standing, change.At) ?? happened;
        if (happened is not null)
            await AuditTrail.Record(session, license.Changed(change.By, change.At, change.Action, happened) with { Details = change.Details });
    }

    /// <summary>An end that a person has moved is only ever moved later.</summary>
    private static Optional<DateTimeOffset?>? EndOf(LicenseFacts license, AppliedLine? line, PurchaseStanding standing)
    {
        if (standing.Ends == line?.Ends && line is not null)
            return null;
        if (line is not null && license.ExpiresAt == line.Ends)
            return new(standing.Ends);
        return license.ExpiresAt is { } current && (standing.Ends is null ? line is not null : standing.Ends > current) ? new(standing.Ends) : null;
    }

    /// <summary>Gives back only what a payment took; takes away whatever a person has left.</summary>
    private static async Task<string?> SetStatus(Session session, LicenseFacts license, PurchaseStanding standing, DateTimeOffset now)
    {
        await LineLicenseSql.SetDispute(session, license.Id, standing.Cause == PurchaseStanding.Disputed ? standing.Since : null, now);
        if (standing.TakesAway)
        {
            var (reason, threat) = standing.Cause == PurchaseStanding.Refunded ? ("refund", 0L) : ("chargeback", 4L);
            if (license.StoredStatus == LicenseStatus.Revoked)
                return null;
            await LicenseChangeSql.SetStatus(session, license.Id, LicenseStatus.Revoked, reason, threat, now, cause: StatusCause.Payment);
            if (license.StatusCause == StatusCause.Payment)
                await LicenseChangeSql.SetDetails(session, license.Id, license.Email, null, license.UnlockedProducts, now);
            await SessionSql.ReleaseAll(session, license.Id);
            return LicenseEvents.Revoked;
        }

        if (license.StoredStatus != LicenseStatus.Active && license.StatusCause != StatusCause.Payment)
            return null;
        var (status, message) = standing.Cause switch
        {
            PurchaseStanding.Failed => (LicenseStatus.Degraded,
                "The last payment for this license failed. Please update your payment method; without it the license stops on "
                + standing.SuspendAt!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "."),
            PurchaseStanding.Disputed => (LicenseStatus.Degraded,
                "The payment for this license is disputed. It works on while the bank decides."),
            _ => (LicenseStatus.Active, default(string)),
        };
        await LicenseChangeSql.SetStatus(
            session, license.Id, status, null, license.ThreatLevel, now, standing.SuspendAt,
            status == LicenseStatus.Active ? StatusCause.Person : StatusCause.Payment);
        await LicenseChangeSql.SetDetails(session, license.Id, license.Email, message, license.UnlockedProducts, now);
        return status == LicenseStatus.Degraded ? LicenseEvents.Degraded
            : license.StoredStatus == LicenseStatus.Active ? null : LicenseEvents.Reinstated;
    }

    private readonly record struct Optional<T>(T Value);
}
