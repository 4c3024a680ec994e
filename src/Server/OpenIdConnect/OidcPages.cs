using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.Pages;
using CgLicense.Server.Sessions;
using CgLicense.Server.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace CgLicense.Server.OpenIdConnect;

/// <summary><c>GET /oidc/start</c> and <c>/oidc/callback</c>: the authorization code flow with PKCE, for people at the console.</summary>
internal sealed partial class OidcPages(
    OidcOptions options, OpenIdProvider provider, CodeRedemption redemption, AttemptCookie cookie, BrowserSessions sessions, Database database,
    UnknownKeyLimit limit, PublicAddress at, TimeProvider clock, ILogger<OidcPages> log)
{
    public const string Callback = "/oidc/callback";

    private readonly OidcRefusals refusals = new(at, new Uri(options.Authority).Host);

    // Only with --public-url is single sign-on on at all.
    private string RedirectUri => at.Absolute(Callback)!;

    public void Map(WebApplication app)
    {
        app.MapGet("/oidc/start", (RequestDelegate)(context => Guarded(context, Start))).ExcludeFromDescription();
        app.MapGet(Callback, (RequestDelegate)(context => Guarded(context, Return))).ExcludeFromDescription();
    }

    /// <returns>Null when the browser is on its way to another page.</returns>
    private async Task<PlainPage?> Start(HttpContext context)
    {
        var known = await provider.Current(context.RequestAborted);
        var attempt = SignInAttempt.New(ReturnPathRules.Own(context.Request.Query["to"]), clock.GetUtcNow());
        cookie.Write(context, attempt);
        GoTo(context, QueryHelpers.AddQueryString(known.Metadata.AuthorizationEndpoint!, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = options.ClientId,
            ["redirect_uri"] = RedirectUri,
            ["scope"] = options.Scopes,
            ["state"] = attempt.State,
            ["nonce"] = attempt.Nonce,
            ["code_challenge"] = attempt.Challenge,
            ["code_challenge_method"] = "S256",
        }));
        return null;
    }

    private async Task<PlainPage?> Return(HttpContext context)
    {
        if (cookie.Read(context) is not { } attempt)
            return refusals.NotBegunHere;
        var query = context.Request.Query;
        var came = new CallbackFacts(query["state"], query["iss"], query["code"], query["error"]);
        var judgement = CallbackRules.Judge(came, attempt, (await provider.Current(context.RequestAborted)).Metadata, clock.GetUtcNow());
        if (judgement is CallbackJudgement.NotBegunHere)
            return refusals.NotBegunHere;
        AttemptCookie.Remove(context);
        if (judgement is CallbackJudgement.Declined)
            return refusals.Declined;
        if (judgement is CallbackJudgement.OtherProvider)
            return Failed(context, "the answer is another provider's");
        // Each code costs a request to the provider: whoever brings wrong ones is not asked about there without end.
        if (limit.Wait(Caller.Of(context)) is { } seconds)
            return refusals.TooMany(seconds);
        var (person, fault) = await redemption.Redeem(came.Code!, attempt, RedirectUri, context.RequestAborted);
        if (person is null)
            return Failed(context, fault!.Why);
        if (AdmissionRules.Admitting(person, options.Admitted) is not { } entry)
            return Counted(context, refusals.NotAdmitted(person));
        return await SignIn(context, attempt, person, entry);
    }

    private async Task<PlainPage?> SignIn(HttpContext context, SignInAttempt attempt, PersonClaims claims, AdmittedEntry entry)
    {
        var person = Person.Vouched(options.Authority, claims.Subject!, claims.EmailVerified ? claims.Email : null, entry.Hash(options.Authority));
        var principal = person.As(entry.CreatorId, new Secret(attempt.State), Caller.Of(context).Address);
        var opened = await database.Write(async session =>
        {
            if (!await UsedSignInSql.Use(session, attempt))
                return false;
            await sessions.Open(context, principal, session);
            await AuditTrail.Record(session, new(principal.Actor, clock.GetUtcNow(), "signIn", principal.Actor.Name) { CreatorId = principal.Scope });
            return true;
        });
        if (!opened)
            return refusals.NotBegunHere;
        GoTo(context, at.Path(attempt.ReturnPath));
        return null;
    }

    private PlainPage Failed(HttpContext context, string why)
    {
        NotBelieved(log, context.TraceIdentifier, why);
        return Counted(context, refusals.NotBelieved);
    }

    private PlainPage Counted(HttpContext context, PlainPage refusal)
    {
        limit.Count(Caller.Of(context));
        return limit.Wait(Caller.Of(context)) is { } seconds ? refusals.TooMany(seconds) : refusal;
    }

    private async Task Guarded(HttpContext context, Func<HttpContext, Task<PlainPage?>> answer)
    {
        PlainPage? page;
        try
        {
            page = await answer(context);
        }
        catch (ProviderFaultException e)
        {
            NotAvailable(log, context.TraceIdentifier, e.Message);
            page = refusals.Unavailable;
        }
        catch (StorageUnavailableException e)
        {
            NotAvailable(log, context.TraceIdentifier, e.Message);
            page = refusals.NoDatabase;
        }

        if (page is not null)
            await page.Send(context, at);
    }

    private static void GoTo(HttpContext context, string address)
    {
        context.Response.StatusCode = 303;
        context.Response.Headers.Location = address;
        context.Response.Headers.CacheControl = "no-store";
        // The address of this page holds the code; nobody needs to hear of it.
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.ContentLength = 0;
    }

    [LoggerMessage(90, LogLevel.Warning, "Single sign-on [{RequestId}] refused: {Cause}")]
    private static partial void NotBelieved(ILogger log, string requestId, string cause);

    [LoggerMessage(91, LogLevel.Warning, "Single sign-on [{RequestId}] is not possible: {Cause}")]
    private static partial void NotAvailable(ILogger log, string requestId, string cause);
}
