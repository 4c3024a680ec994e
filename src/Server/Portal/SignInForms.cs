using CgLicense.Server.Pages;

namespace CgLicense.Server.Portal;

/// <summary>What somebody sees who is not signed in.</summary>
internal sealed class SignInForms(PublicAddress at, bool sendsLinks)
{
    /// <param name="problem">What was wrong with the last attempt; null for a first visit.</param>
    /// <param name="email">As it was typed.</param>
    public PlainPage Page(string? problem = null, string email = "", int status = 200) => new(
        "Your licenses",
        Html.Of(
            $"""
            {(problem is null ? Html.None : Html.Of($"<p class=\"note bad\" role=\"alert\">{problem}</p>"))}
            <p>See your licenses and computers, and free a computer that is lost or broken.</p>
            {(sendsLinks ? Link(email) : Html.None)}
            <section class="card" aria-labelledby="with-key">
            <h2 id="with-key">Sign in with your license key</h2>
            <form class="fields" method="post" action="{at.Path("/portal/signIn")}">
            <label>License key <input name="licenseKey" required maxlength="128" autocomplete="off" autocapitalize="characters" spellcheck="false"></label>
            <label>E-mail address of the purchase <input name="email" type="email" required maxlength="320" autocomplete="email" value="{email}"></label>
            <button>Sign in</button>
            </form>
            </section>
            """))
    {
        Status = status, IsNarrow = true,
    };

    /// <summary>Whoever tries too often waits for the next hour.</summary>
    public PlainPage TooMany(DateTimeOffset now)
    {
        var window = (long)PortalLimitRules.Window.TotalSeconds;
        var seconds = window - now.ToUnixTimeSeconds() % window;
        return new PlainPage(
            "Too many attempts",
            Html.Of(
                $"""
                <p class="note bad" role="alert">There were too many attempts with this key or from your network. Try again in {(seconds + 59) / 60} minutes.</p>
                <p>Your tools are not affected. <a href="{at.Path(PortalRoutes.Home)}">Back to the sign-in</a></p>
                """))
        {
            Status = 429, IsNarrow = true, RetryAfterSeconds = seconds,
        };
    }

    private Html Link(string email) => Html.Of(
        $"""
        <section class="card" aria-labelledby="with-link">
        <h2 id="with-link">Sign in by mail</h2>
        <p class="soft">You get a link that opens all your licenses. It works once, for 15 minutes.</p>
        <form class="fields" method="post" action="{at.Path("/portal/sendLink")}">
        <label>E-mail address <input name="email" type="email" required maxlength="320" autocomplete="email" value="{email}"></label>
        <button>Send me the link</button>
        </form>
        </section>
        """);
}
