namespace CgLicense.Server.Pages;

/// <summary>
/// Where people reach this server, as the operator says. What a request claims in its Host header is never put into a mail:
/// a stranger could have the sign-in link of somebody else lead to a server of his own.
/// </summary>
/// <param name="Url">Such as <c>https://licenses.example.com</c> or <c>https://example.com/licenses</c>; null when the operator has said nothing.</param>
internal sealed record PublicAddress(Uri? Url)
{
    /// <summary>A page's address, below the path that a proxy has hung this server under.</summary>
    /// <param name="page">Beginning with a slash.</param>
    public string Path(string page) => Url is null ? page : Url.AbsolutePath.TrimEnd('/') + page;

    /// <summary>The whole address of a page; null when it is not known where people reach this server.</summary>
    public string? Absolute(string page) => Url is null ? null : Url.GetLeftPart(UriPartial.Authority) + Path(page);

    /// <summary>What a tool writes as <c>server_url</c>: as told by the operator, else as this visitor came here.</summary>
    public string ServerUrl(HttpRequest request) =>
        Url is not null ? (Url.GetLeftPart(UriPartial.Authority) + Url.AbsolutePath).TrimEnd('/') : $"{request.Scheme}://{request.Host}";
}
