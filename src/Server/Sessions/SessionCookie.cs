using CgLicense.Server.Access;

namespace CgLicense.Server.Sessions;

/// <summary>
/// A session's secret in the browser: out of scripts' reach (HttpOnly), and never sent along by another site (SameSite).
/// </summary>
/// <param name="Name">Over plain HTTP; over TLS it has the prefix <c>__Host-</c>.</param>
internal sealed record SessionCookie(string Name)
{
    /// <summary>RFC 6265bis section 4.1.3.2: only this very host over TLS can have set a cookie of such a name.</summary>
    private const string SecurePrefix = "__Host-";

    /// <summary>Who works in the console.</summary>
    public static SessionCookie Console { get; } = new("cglicense");

    /// <summary>A customer at the portal: another cookie, so that a person can be both.</summary>
    public static SessionCookie Portal { get; } = new("cglicense_portal");

    public Secret? Read(HttpContext context) =>
        context.Request.Cookies[NameOn(context)] is { Length: > 0 } value ? new Secret(value) : null;

    public void Write(HttpContext context, Secret session, TimeSpan lasts) =>
        context.Response.Cookies.Append(NameOn(context), session.Reveal(), Attributes(context, lasts));

    public void Remove(HttpContext context) =>
        context.Response.Cookies.Append(NameOn(context), "", Attributes(context, TimeSpan.Zero));

    // Browsers take no cookie with the prefix over plain HTTP: a server on one's own machine.
    private string NameOn(HttpContext context) => context.Request.IsHttps ? SecurePrefix + Name : Name;

    private static CookieOptions Attributes(HttpContext context, TimeSpan lasts) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = lasts,
    };
}
