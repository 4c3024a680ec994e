namespace CgLicense.Server.Sessions;

/// <summary>
/// Whether a request comes from a page of this server, which is when its cookie counts. Cross-site request forgery: another
/// site's page can make a browser send a form, but neither a header of ours nor <c>Sec-Fetch-Site: same-origin</c>.
/// </summary>
internal static class OwnPage
{
    public const string Header = "X-CgLicense-Console";

    public static bool Sent(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.Headers[Header].ToString() == "1"
        && request.Headers["Sec-Fetch-Site"].ToString() is ("" or "same-origin");
}
