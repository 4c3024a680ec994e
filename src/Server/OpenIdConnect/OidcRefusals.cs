using CgLicense.Server.Pages;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>Pages that say why nobody was signed in, and what to do now.</summary>
internal sealed class OidcRefusals(PublicAddress at, string providerName)
{
    public PlainPage NotBegunHere => Page(400, "Please sign in again", Html.Of(
        $"<p>This sign-in was not begun in this browser, was used already, or is more than {(long)SignInAttempt.Lasts.TotalMinutes} minutes old. Nobody was signed in.</p>"));

    public PlainPage Declined => Page(403, "Not signed in", Html.Of(
        $"<p>{providerName} says that the sign-in was not completed, or not allowed. If you did not cancel it yourself, ask whoever looks after {providerName} whether you may use this license server.</p>"));

    public PlainPage NotBelieved => Page(403, "Not signed in", Html.Of(
        $"<p>What {providerName} answered cannot be relied on, so nobody was signed in. Try again; if it happens again, tell whoever runs this license server: the reason is in its log.</p>"));

    public PlainPage TooMany(long seconds) => Page(429, "Too many failed sign-ins", Html.Of(
        $"<p>Too many sign-ins from your network have failed. Wait a minute, then try again.</p>")) with { RetryAfterSeconds = seconds };

    public PlainPage Unavailable => Page(503, "Single sign-on does not work at the moment", Html.Of(
        $"<p>{providerName} cannot be asked who you are. Try again shortly; the reason is in this license server's log. The admin secret and API keys work as before.</p>"))
        with { RetryAfterSeconds = (long)OpenIdProvider.Pause.TotalSeconds };

    public PlainPage NoDatabase => Page(503, "Please try again shortly", Html.Of(
        $"<p>The license database cannot be reached at the moment. Nobody was signed in.</p>")) with { RetryAfterSeconds = 5 };

    /// <summary>The provider knows them, this server does not: who they are, and what to ask of whom.</summary>
    public PlainPage NotAdmitted(PersonClaims person) => Page(403, "You may not sign in here yet", Html.Of(
        $"""
        <p>{providerName} says who you are, and this license server's list of people does not have you:</p>
        <dl>
        <div><dt>E-mail address</dt><dd>{person.Email ?? "not told"}{(person.Email is not null && !person.EmailVerified ? ", which nobody has verified" : "")}</dd></div>
        <div><dt>Subject</dt><dd><code>{person.Subject}</code></dd></div>
        </dl>
        <p>Send this page to whoever runs this license server. They let you in with your verified address, your subject or one of your groups in <code>--oidc-admins</code> or <code>--oidc-creators</code>.</p>
        """));

    private PlainPage Page(int status, string title, Html body) => new(title, Html.Of(
        $"<section class=\"card\">{body}</section><p><a class=\"button\" href=\"{at.Path(ReturnPathRules.Console)}\">To the sign-in page</a></p>"))
    {
        Status = status, IsNarrow = true,
    };
}
