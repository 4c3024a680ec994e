using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CgLicense.Server.Pages;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary>A customer's licenses, and one of them with its computers.</summary>
internal sealed class PortalLicensePages(Database database, PortalSessions sessions, SignInForms forms, PublicAddress at, TimeProvider clock)
{
    public void Map(PortalRoutes routes)
    {
        routes.Page(PortalRoutes.Home, Start);
        routes.Page("/portal/licenses/{uid}", One);
    }

    /// <summary>One license with its computers, for the page that shows it and the one that changed it.</summary>
    public async Task<PlainPage> Page(Customer customer, string uid, Notice? notice = null)
    {
        var now = clock.GetUtcNow();
        var shown = await database.Read(async session =>
        {
            if (await PortalLicenseSql.Find(session, customer, uid, now) is not { } license)
                return null;
            return new LicensePage(
                license, await LicenseRecordSql.ActivationsOf(session, license.Id, now), await ReleaseSql.Recent(session, license.Id, now));
        });
        return shown is null ? Missing(customer) : shown.Show(customer, at, now, notice);
    }

    private async Task<PortalReply> Start(HttpContext context)
    {
        if (await sessions.Find(context) is not { } customer)
            return forms.Page();
        var now = clock.GetUtcNow();
        var licenses = await database.Read(session => PortalLicenseSql.All(session, customer, now), context.RequestAborted);
        return new PlainPage(
            "Your licenses",
            licenses.Count == 0
                ? Html.Of($"<p class=\"note\">There is no license for {customer.Email} here any more. Ask the seller of your tool.</p>")
                : Html.Of($"<ul class=\"cards\">{Html.Each(licenses, license => Card(license, now))}</ul>{OnlyOne(customer)}"))
        {
            Corner = SignedIn.Corner(customer, at),
        };
    }

    private async Task<PortalReply> One(HttpContext context, Customer customer) =>
        await Page(customer, context.Request.RouteValues["uid"] as string ?? "");

    private Html Card(PortalLicense license, DateTimeOffset now)
    {
        var words = StatusWords.Of(license, now);
        return Html.Of(
            $"""
            <li class="card">
            <div class="head"><h2><a href="{at.Path("/portal/licenses/" + license.Uid)}">{license.Product}</a></h2><span class="chip {words.Tone}">{words.Label}</span></div>
            <p class="soft">{license.Variant}, {LicensePage.Use(license)}</p>
            <p>{words.Sentence}</p>
            </li>
            """);
    }

    private static Html OnlyOne(Customer customer) => customer.LicenseId is null ? Html.None : Html.Of(
        $"<p class=\"soft small\">You signed in with one license's key, and see that license only.</p>");

    private PlainPage Missing(Customer customer) => new(
        "No such license",
        Html.Of($"<p>None of your licenses has this address. <a href=\"{at.Path(PortalRoutes.Home)}\">Your licenses</a></p>"))
    {
        Status = 404, IsNarrow = true, Corner = SignedIn.Corner(customer, at),
    };
}
