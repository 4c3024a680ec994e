using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Mail;
using CgLicense.Server.Pages;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary>The way in with a link that is sent to the customer's mailbox.</summary>
internal sealed class PortalLinkPages(Database database, PortalSessions sessions, SignInForms forms, PublicAddress at, TimeProvider clock)
{
    public void Map(PortalRoutes routes)
    {
        routes.Form("/portal/sendLink", SendLink);
        routes.Page("/portal/link", context => Task.FromResult<PortalReply>(forms.Followed(context.Request.Query["token"].ToString())));
        routes.Form("/portal/link", Enter);
    }

    private async Task<PortalReply> SendLink(HttpContext context, OwnForm form)
    {
        var email = form["email"];
        if (!email.Contains('@', StringComparison.Ordinal))
            return forms.Page("Please fill in your e-mail address.", email, 400);
        var address = Caller.Of(context).Address;
        var decision = await database.Write(session => Make(session, email, address));
        return decision is LinkDecision.Wait ? forms.TooMany(clock.GetUtcNow()) : forms.Sent(email);
    }

    // A known address and an unknown one take the same way to the same answer: who is a customer here is nobody's business.
    private async Task<LinkDecision> Make(Session session, string email, string address)
    {
        var now = clock.GetUtcNow();
        var toMailbox = await PortalAttemptSql.Count(session, AttemptSubject.Mailbox(email), now);
        var fromAddress = await PortalAttemptSql.Count(session, AttemptSubject.LinksFrom(address), now);
        var decision = PortalLimitRules.Link(toMailbox, fromAddress);
        if (decision is not LinkDecision.Make)
            return decision;
        var link = SignInLink.New();
        await PortalLinkSql.Add(session, link, email, now + SignInLink.Lasts);
        if (await PortalLinkSql.NewestOf(session, email) is { } newest && await ProductSql.Find(session, newest.ProductId) is { } product)
        {
            await MailQueueSql.PortalSignIn(
                session, product, email, at.Absolute("/portal/link?token=" + link.Token.Reveal())!, link.Code.Reveal(), now);
        }

        return decision;
    }

    private async Task<PortalReply> Enter(HttpContext context, OwnForm form)
    {
        var caller = Caller.Of(context);
        var (decision, opened) = await database.Write(session => Attempt(session, SignInLink.HashOf(form["token"]), caller.Address));
        if (decision is SignInDecision.Wait)
            return forms.TooMany(clock.GetUtcNow());
        if (decision is SignInDecision.Wrong)
            return forms.Page("This link or code has been used, or is older than 15 minutes. Ask for a new one.", status: 403);
        PortalSessions.GiveCookie(context, opened!.Value);
        return new PortalReply.GoTo(PortalRoutes.Home);
    }

    private async Task<(SignInDecision Decision, Secret? Opened)> Attempt(Session session, string hash, string address)
    {
        var now = clock.GetUtcNow();
        var ofAddress = AttemptSubject.SignInsFrom(address);
        var fromAddress = await PortalAttemptSql.Count(session, ofAddress, now);
        var decision = PortalLimitRules.SignIn(new(true, 0, fromAddress));
        if (decision is SignInDecision.Wait)
            return (decision, null);
        // Without a license left there is nothing to open.
        if (await PortalLinkSql.Use(session, hash, now) is not { } email || await PortalLinkSql.NewestOf(session, email) is not { } newest
            || await LicenseSql.Lock(session, newest.Key) is not { } license)
            return (SignInDecision.Wrong, null);
        await PortalAttemptSql.Forgive(session, ofAddress);
        var opened = await sessions.Open(session, email, license: null);
        // Told in the history of one license, because only there it is theirs, and leaves with them.
        await AuditTrail.Record(session, license.Changed(Actor.Customer(address), now, "portalSignIn", null));
        return (SignInDecision.Open, opened);
    }
}
