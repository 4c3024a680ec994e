using System.Security.Cryptography;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Pages;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary>The way in with license key and address, and the way out.</summary>
internal sealed class PortalSignInPages(Database database, PortalSessions sessions, SignInForms forms, UnknownKeyLimit floods, TimeProvider clock)
{
    public void Map(PortalRoutes routes)
    {
        routes.Form("/portal/signIn", SignIn);
        routes.Form("/portal/signOut", SignOut);
    }

    private async Task<PortalReply> SignIn(HttpContext context, OwnForm form)
    {
        var (key, email) = (LicenseKey.Parse(form["licenseKey"]), form["email"]);
        if (key.Value.Length == 0 || email.Length == 0)
            return forms.Page("Please fill in both: the license key, and the e-mail address it was bought with.", form["email"], 400);
        var caller = Caller.Of(context);
        var (decision, found, opened) = await database.Write(session => Attempt(session, key, email, caller.Address));
        if (decision is SignInDecision.Wait || (decision is SignInDecision.Wrong && floods.Count(caller).HttpStatus == 429))
            return forms.TooMany(clock.GetUtcNow());
        if (decision is SignInDecision.Wrong)
            return forms.Page("There is no license with this key and this e-mail address. Copy the key from the mail you got with your purchase, and use the address that mail was sent to.", email, 403);
        PortalSessions.GiveCookie(context, opened!.Value);
        return new PortalReply.GoTo("/portal/licenses/" + found!.Uid);
    }

    private async Task<(SignInDecision Decision, FoundLicense? Found, Secret? Opened)> Attempt(Session session, LicenseKey key, string email, string address)
    {
        var now = clock.GetUtcNow();
        var (ofKey, ofAddress) = (AttemptSubject.Key(key.Value), AttemptSubject.SignInsFrom(address));
        var withKey = await PortalAttemptSql.Count(session, ofKey, now);
        var fromAddress = await PortalAttemptSql.Count(session, ofAddress, now);
        var found = await PortalLicenseSql.Matching(session, key, email);
        var decision = PortalLimitRules.SignIn(new(found is not null, withKey, fromAddress));
        if (decision is not SignInDecision.Open)
            return (decision, null, null);
        await PortalAttemptSql.Forgive(session, ofKey);
        await PortalAttemptSql.Forgive(session, ofAddress);
        var opened = await sessions.Open(session, email, found!.Id);
        var license = await Licenses.LicenseSql.Lock(session, key);
        await AuditTrail.Record(session, license!.Changed(Actor.Customer(address), now, "portalSignIn", null));
        return (decision, found, opened);
    }

    private async Task<PortalReply> SignOut(HttpContext context, OwnForm form, Customer customer)
    {
        await sessions.End(context, customer);
        return new PortalReply.GoTo(PortalRoutes.Home);
    }
}
