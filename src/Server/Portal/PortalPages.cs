using CgLicense.Server.Activation;
using CgLicense.Server.Http;
using CgLicense.Server.Pages;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary>The customer portal put together.</summary>
internal static class PortalPages
{
    public static void Map(WebApplication app, Database database, OfflineFile files, PublicAddress at, bool sendsMail, TimeProvider clock)
    {
        // A link needs an address to lead to, and mail to travel in.
        var sendsLinks = sendsMail && at.Url is not null;
        var sessions = new PortalSessions(database, clock);
        var routes = new PortalRoutes(app, sessions, at);
        var forms = new SignInForms(at, sendsLinks);
        var licenses = new PortalLicensePages(database, sessions, forms, at, clock);
        new PortalSignInPages(database, sessions, forms, new UnknownKeyLimit(clock), clock).Map(routes);
        if (sendsLinks)
            new PortalLinkPages(database, sessions, forms, at, clock).Map(routes);
        licenses.Map(routes);
        new FreeMachinePage(database, licenses, clock).Map(routes);
        new OfflineFilePage(database, licenses, files, clock).Map(routes);
        new HelpPages(at).Map(routes);
    }
}
