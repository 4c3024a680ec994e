using System.Security.Cryptography;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.OpenIdConnect;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Sessions;

/// <summary>The people who are signed in: each acts as the principal they signed in as, for as long as that one may.</summary>
/// <param name="oidc">Who may come in by single sign-on; null when nobody may.</param>
internal sealed class BrowserSessions(
    Database database, AdminSecret adminSecret, BrowserSessionOptions options, OidcOptions? oidc, TimeProvider clock)
{
    private const int SecretBytes = 32;

    /// <summary>Whom the request's cookie stands for; null where there is none that counts.</summary>
    public async Task<Principal?> Find(HttpContext context)
    {
        if (!OwnPage.Sent(context.Request) || SessionCookie.Console.Read(context) is not { } cookie)
            return null;
        var id = cookie.Hash();
        var now = clock.GetUtcNow();
        if (await database.Read(session => BrowserSessionSql.Find(session, id, adminSecret.Hash)) is not { } found)
            return null;
        if (found.Person is { } person)
            found = found with { CredentialHolds = AdmissionRules.StillAdmits(person.AdmittedBy, oidc) };
        var standing = BrowserSessionRules.Judge(found, options, now);
        if (standing is SessionStanding.Over or SessionStanding.CredentialGone)
            return null;
        if (standing is SessionStanding.LastsUnnoted)
        {
            await database.Write(async session =>
            {
                await BrowserSessionSql.Note(session, id, now, BrowserSessionRules.EndsAt(found.CreatedAt, now, options));
                return 0;
            });
        }

        return Principal(found, cookie, Caller.Of(context).Address);
    }

    /// <summary>Signs a principal in: the answer will set the cookie.</summary>
    /// <returns>When the session ends unless it is used.</returns>
    public async Task<DateTimeOffset> Open(HttpContext context, Principal principal, Session session)
    {
        var fresh = new Secret(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)));
        var now = clock.GetUtcNow();
        var end = BrowserSessionRules.EndsAt(now, now, options);
        await BrowserSessionSql.Add(session, fresh.Hash(), CredentialHash(principal), principal, now, end);
        SessionCookie.Console.Write(context, fresh, options.Longest);
        return end;
    }

    public static async Task End(HttpContext context, Session session)
    {
        if (SessionCookie.Console.Read(context) is { } cookie)
            await BrowserSessionSql.End(session, cookie.Hash());
        SessionCookie.Console.Remove(context);
    }

    /// <summary>Ends every session that was opened with the same secret or key, or by the same person.</summary>
    public async Task<int> EndAll(HttpContext context, Principal principal, Session session)
    {
        SessionCookie.Console.Remove(context);
        return await BrowserSessionSql.EndAllOf(session, CredentialHash(principal));
    }

    private string CredentialHash(Principal principal) =>
        principal.Person?.IdHash ?? (principal is Principal.Creator creator ? creator.KeyHash : adminSecret.Hash);

    // The cookie is the credential from here on: what seals first answers, see Idempotency.
    private static Principal Principal(BrowserSession session, Secret cookie, string address) =>
        session.Person is { } person ? person.As(session.CreatorId, cookie, address)
        : session.CreatorId is { } creator ? new Principal.Creator(creator, session.CredentialHash, cookie, address) : new Principal.Admin(cookie, address);
}
