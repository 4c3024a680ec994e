using CgLicense.Server.Activation;
using CgLicense.Server.Audit;
using CgLicense.Server.Floating;
using CgLicense.Server.Licenses;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary><c>POST /portal/licenses/{uid}/free</c>: a customer frees a computer that is lost.</summary>
internal sealed class FreeMachinePage(Database database, PortalLicensePages pages, TimeProvider clock)
{
    public void Map(PortalRoutes routes) => routes.Form("/portal/licenses/{uid}/free", Free);

    private async Task<PortalReply> Free(HttpContext context, OwnForm form, Customer customer)
    {
        var uid = context.Request.RouteValues["uid"] as string ?? "";
        var decision = await database.Write(session => Decide(session, customer, uid, form["fingerprint"]));
        return await pages.Page(customer, uid, decision switch
        {
            ReleaseDecision.Free => new Notice("good", "The computer is free. Its place can be taken by another one now."),
            ReleaseDecision.Enough => new Notice("bad", "No more computers can be freed here at the moment."),
            ReleaseDecision.NotNow => new Notice("bad", "Computers of this license cannot be freed as long as it cannot be used."),
            _ => new Notice("warn", "This computer is free already."),
        });
    }

    private async Task<ReleaseDecision> Decide(Session session, Customer customer, string uid, string fingerprint)
    {
        var now = clock.GetUtcNow();
        if (await PortalLicenseSql.Find(session, customer, uid, now) is not { } found
            || await LicenseSql.Lock(session, found.Key) is not { } license)
            return new ReleaseDecision.NothingThere();
        // Only under the lock does the count hold until commit.
        var released = await ReleaseSql.Recent(session, license.Id, now);
        var known = await ActivationSql.Find(session, license.Id, fingerprint) is not null;
        var decision = ReleaseRules.Decide(new(LicenseRules.StatusAt(license, now), known, released.Count, released.Oldest), now);
        if (decision is ReleaseDecision.Free)
        {
            await SessionSql.ReleaseMachine(session, license.Id, fingerprint, now);
            await ActivationSql.Remove(session, license.Id, fingerprint, now);
            await ReleaseSql.Add(session, license.Id, now);
            await AuditTrail.Record(session, license.Changed(customer.Actor, now, "portalFree", LicenseEvents.MachineDeactivated, fingerprint));
        }

        return decision;
    }
}
