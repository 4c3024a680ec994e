namespace CgLicense.Server.OpenIdConnect;

/// <summary>
/// Carries a sign-in through the visit to the provider. Lax, not Strict: the provider's page sends the browser back, and a strict
/// cookie would stay behind.
/// </summary>
internal sealed class AttemptCookie(byte[] key)
{
    private const string Name = "cglicense_oidc";

    public SignInAttempt? Read(HttpContext context) =>
        context.Request.Cookies[NameOn(context)] is { Length: > 0 } text ? SignInAttempt.Open(text, key) : null;

    public void Write(HttpContext context, SignInAttempt attempt) =>
        context.Response.Cookies.Append(NameOn(context), attempt.Seal(key), Attributes(context, SignInAttempt.Lasts));

    public static void Remove(HttpContext context) =>
        context.Response.Cookies.Append(NameOn(context), "", Attributes(context, TimeSpan.Zero));

    // See Sessions.SessionCookie for the prefix.
    private static string NameOn(HttpContext context) => context.Request.IsHttps ? "__Host-" + Name : Name;

    private static CookieOptions Attributes(HttpContext context, TimeSpan lasts) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = lasts,
    };
}
