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
            <section class="card">
            <h2>Sign in with your license key</h2>
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

    /// <summary>After a link was asked for: the same for every address.</summary>
    public PlainPage Sent(string email) => new(
        "Look into your mail",
        Html.Of(
            $"""
            <p class="note good" role="status">If licenses were sold to {email}, a link is on its way there. It works once, for 15 minutes. At most {PortalLimitRules.LinksPerMailbox} are sent within an hour.</p>
            <section class="card">
            <h2>You read mail on another device?</h2>
            <form class="fields" method="post" action="{at.Path("/portal/link")}">
            <label>Code from the mail <input name="token" required maxlength="128" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false"></label>
            <button>Sign in</button>
            </form>
            </section>
            <p class="soft">Nothing came? Look into the spam folder, or <a href="{at.Path(PortalRoutes.Home)}">sign in with your license key</a>.</p>
            """))
    {
        IsNarrow = true,
    };

    /// <summary>Where the link leads. A button, because mail scanners open every link that they see, and would use it up.</summary>
    public PlainPage Followed(string token) => new(
        "Sign in",
        Html.Of(
            $"""
            <div class="card">
            <form class="fields" method="post" action="{at.Path("/portal/link")}">
            <input type="hidden" name="token" value="{token}">
            <p>One more step: this opens all licenses of your e-mail address in this browser.</p>
            <button>Show my licenses</button>
            </form>
            </div>
            """))
    {
        IsNarrow = true,
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
        <section class="card">
        <h2>Sign in by mail</h2>
        <p class="soft">You get a link that opens all your licenses. It works once, for 15 minutes.</p>
        <form class="fields" method="post" action="{at.Path("/portal/sendLink")}">
        <label>E-mail address <input name="email" type="email" required maxlength="320" autocomplete="email" value="{email}"></label>
        <button>Send me the link</button>
        </form>
        </section>
        """);
}
