using CgLicense.Server.Pages;

namespace CgLicense.Server.Portal;

/// <summary><c>/portal/help/…</c>: what a tool's own message can lead to, for people who have never heard of a license server.</summary>
internal sealed class HelpPages(PublicAddress at)
{
    public const string Limit = "/portal/help/machine-limit";
    public const string Expired = "/portal/help/expired";
    public const string Revoked = "/portal/help/revoked";

    public void Map(PortalRoutes routes)
    {
        routes.Page(Limit, _ => Shown(
            "All computers of this license are in use",
            Html.Of(
                $"""
                <p>A license is good for a number of computers. This one has as many as it may have.</p>
                <h2>What you can do</h2>
                <ul>
                <li>On a computer that you no longer use: open the tool and choose <em>Deactivate</em>. Its place is free at once.</li>
                <li>The computer is lost, broken or was set up anew: <a href="{at.Path(PortalRoutes.Home)}">sign in here</a> with your license key and e-mail address, and free it.</li>
                <li>It says that all <em>seats</em> are in use: close the tool somewhere else, or wait. A seat that was left open is free after a few minutes.</li>
                <li>You need more computers at the same time: ask the seller of the tool for a larger license.</li>
                </ul>
                """)));
        routes.Page(Expired, _ => Shown(
            "The license has ended",
            Html.Of(
                $"""
                <p>Licenses that were bought for a time end on a day. Your work is safe: nothing was changed on your computer.</p>
                <h2>What you can do</h2>
                <ul>
                <li>See when it ended: <a href="{at.Path(PortalRoutes.Home)}">sign in here</a> with your license key and e-mail address.</li>
                <li>Renew it with the seller of the tool. The same key then works again on the same computers, with the next start of the tool.</li>
                <li>You have renewed already? Connect the computer to the internet once and start the tool again.</li>
                <li>It was a trial? Ask the seller for a license; you get a new key.</li>
                </ul>
                """)));
        routes.Page(Revoked, _ => Shown(
            "The license was withdrawn",
            Html.Of(
                $"""
                <p>The seller of the tool has withdrawn this license, or has paused it. Most often the reason is a payment that was returned.</p>
                <h2>What you can do</h2>
                <ul>
                <li>Ask the seller of the tool, and name your license key: only they can say why, and can give it back.</li>
                <li>Your bank has returned the payment by mistake? Tell them; a license that is given back works again with the next start of the tool.</li>
                <li>See what is known about it: <a href="{at.Path(PortalRoutes.Home)}">sign in here</a> with your license key and e-mail address.</li>
                </ul>
                """)));
    }

    private static Task<PortalReply> Shown(string title, Html body) =>
        Task.FromResult<PortalReply>(new PlainPage(title, Html.Of($"<div class=\"card\">{body}</div>")) { IsNarrow = true });
}
