using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Audit;
using CgLicense.Server.Http;
using CgLicense.Server.OpenIdConnect;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Sessions;

/// <summary><c>/signIn</c>, <c>/session</c>, <c>/signOut</c>, <c>/signOutEverywhere</c>: for this server's own pages.</summary>
internal sealed class SignInPages(
    Database database, AccessControl access, BrowserSessions sessions, UnknownKeyLimit limit, OidcOptions? oidc, TimeProvider clock)
{
    private static LicenseError NotOwnPage { get; } = LicenseError.Unauthorized(
        $"People sign in on this server's own pages, which send '{OwnPage.Header}: 1'. Programs send their secret or key with each request.");

    private static LicenseError SignedOut { get; } = LicenseError.Unauthorized("You are signed out, or your session has ended. Sign in again.");

    private static LicenseError Wrong { get; } = LicenseError.Unauthorized(
        "This is neither the admin secret nor an active API key. Check that it was copied whole.");

    public void Map(Routes routes)
    {
        routes.OwnPages("/signIn", ProtocolJson.Wire.SignInRequest, ProtocolJson.Wire.SessionAnswer, SignIn);
        routes.OwnPages("/session", ProtocolJson.Wire.SessionRequest, ProtocolJson.Wire.SessionAnswer, WhoAmI);
        routes.OwnPages("/signOut", ProtocolJson.Wire.SessionRequest, ProtocolJson.Wire.DoneAnswer, SignOut);
        routes.OwnPages("/signOutEverywhere", ProtocolJson.Wire.SessionRequest, ProtocolJson.Wire.SignOutEverywhereAnswer, SignOutEverywhere);
    }

    private async Task<Outcome<SessionAnswer>> SignIn(SignInRequest request, HttpContext context)
    {
        if (!OwnPage.Sent(context.Request))
            return NotOwnPage;
        if (string.IsNullOrWhiteSpace(request.Secret))
            return LicenseError.MissingFields;
        var principal = await access.Recognise(new Secret(request.Secret.Trim()), Caller.Of(context).Address);
        if (principal is null)
            return limit.Count(Caller.Of(context), Wrong);
        return await database.Write<Outcome<SessionAnswer>>(async session =>
        {
            var end = await sessions.Open(context, principal, session);
            await AuditTrail.Record(session, new(principal.Actor, clock.GetUtcNow(), "signIn", principal.Actor.Name) { CreatorId = principal.Scope });
            return Answer(principal, end);
        });
    }

    private async Task<Outcome<SessionAnswer>> WhoAmI(SessionRequest request, HttpContext context) =>
        await sessions.Find(context) is { } principal ? Answer(principal, null) : new SessionAnswer { SingleSignOn = oidc is not null };

    private async Task<Outcome<DoneAnswer>> SignOut(SessionRequest request, HttpContext context)
    {
        if (!OwnPage.Sent(context.Request))
            return NotOwnPage;
        return await database.Write<Outcome<DoneAnswer>>(async session =>
        {
            await BrowserSessions.End(context, session);
            return new DoneAnswer();
        });
    }

    private async Task<Outcome<SignOutEverywhereAnswer>> SignOutEverywhere(SessionRequest request, HttpContext context)
    {
        if (await sessions.Find(context) is not { } principal)
            return SignedOut;
        return await database.Write<Outcome<SignOutEverywhereAnswer>>(async session =>
        {
            var ended = await sessions.EndAll(context, principal, session);
            await AuditTrail.Record(
                session, new(principal.Actor, clock.GetUtcNow(), "signOutEverywhere", principal.Actor.Name) { CreatorId = principal.Scope });
            return new SignOutEverywhereAnswer { EndedCount = ended };
        });
    }

    private SessionAnswer Answer(Principal principal, DateTimeOffset? end) => new()
    {
        SignedIn = true,
        IsAdmin = principal is Principal.Admin,
        CreatorId = principal.Scope,
        Person = principal.Person?.Name,
        EndsAt = end,
        SingleSignOn = oidc is not null,
    };
}
