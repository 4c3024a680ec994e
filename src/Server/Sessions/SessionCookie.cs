using CgLicense.Server.Access;

namespace CgLicense.Server.Sessions;

/// <summary>
/// The session's secret in the browser: out of scripts' reach (HttpOnly), and never sent along by another site (SameSite).
/// </summary>
internal static class SessionCookie
{
    /// <summary>RFC 6265bis section 4.1.3.2: only this very host over TLS can have set a cookie of such a name.</summary>
    public const string SecureName = "__Host-cglicense";

    /// <summary>Over plain HTTP, where browsers take no cookie of the other name: a server on one's own machine.</summary>
    public const string PlainName = "cglicense";

    public static Secret? Read(HttpContext context) =>
        context.Request.Cookies[NameOn(context)] is { Length: > 0 } value ? new Secret(value) : null;

    public static void Write(HttpContext context, Secret session, TimeSpan lasts) =>
        context.Response.Cookies.Append(NameOn(context), session.Reveal(), Attributes(context, lasts));

    public static void Remove(HttpContext context) =>
        context.Response.Cookies.Append(NameOn(context), "", Attributes(context, TimeSpan.Zero));

    private static string NameOn(HttpContext context) => context.Request.IsHttps ? SecureName : PlainName;

    private static CookieOptions Attributes(HttpContext context, TimeSpan lasts) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = lasts,
    };
}
