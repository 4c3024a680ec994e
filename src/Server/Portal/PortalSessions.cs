using System.Security.Cryptography;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Sessions;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary>The customers who are signed in. A session opens the portal's pages and nothing else.</summary>
internal sealed class PortalSessions(Database database, TimeProvider clock)
{
    /// <summary>Shorter than the console's: customers come to do one thing, and from computers that are not theirs.</summary>
    public static readonly BrowserSessionOptions Lasting = new(TimeSpan.FromHours(1), TimeSpan.FromHours(24));

    private const int SecretBytes = 32;

    /// <summary>Whose cookie the request carries; null where there is none that counts.</summary>
    public async Task<Customer?> Find(HttpContext context)
    {
        if (SessionCookie.Portal.Read(context) is not { } cookie)
            return null;
        var id = cookie.Hash();
        var now = clock.GetUtcNow();
        if (await database.Read(session => PortalSessionSql.Find(session, id), context.RequestAborted) is not { } found)
            return null;
        var standing = BrowserSessionRules.Judge(found.CreatedAt, found.LastUsedAt, Lasting, now);
        if (standing is SessionStanding.Over)
            return null;
        if (standing is SessionStanding.LastsUnnoted)
        {
            await database.Write(async session =>
            {
                await PortalSessionSql.Note(session, id, now, BrowserSessionRules.EndsAt(found.CreatedAt, now, Lasting));
                return 0;
            });
        }

        return new Customer(found.Email, found.LicenseId, cookie, Caller.Of(context).Address);
    }

    /// <summary>A new session's secret, for <see cref="GiveCookie"/> once the work is committed.</summary>
    /// <param name="license">The only license it opens; null for all of the address.</param>
    public async Task<Secret> Open(Session session, string email, long? license)
    {
        var fresh = new Secret(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)));
        var now = clock.GetUtcNow();
        await PortalSessionSql.Add(session, fresh.Hash(), email, license, now, BrowserSessionRules.EndsAt(now, now, Lasting));
        return fresh;
    }

    public static void GiveCookie(HttpContext context, Secret opened) => SessionCookie.Portal.Write(context, opened, Lasting.Longest);

    public async Task End(HttpContext context, Customer customer)
    {
        await database.Write(async session =>
        {
            await PortalSessionSql.End(session, customer.Cookie.Hash());
            return 0;
        });
        SessionCookie.Portal.Remove(context);
    }
}
