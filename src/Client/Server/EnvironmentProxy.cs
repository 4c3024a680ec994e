using System.Net;

namespace CgLicense;

/// <summary>
/// <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>NO_PROXY</c>, in either letter case and alike on every runtime: the
/// runtimes themselves read them on some systems only.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly Uri? forHttp;
    private readonly Uri? forHttps;
    private readonly string[] direct;

    private EnvironmentProxy(Uri? forHttp, Uri? forHttps, string[] direct)
    {
        this.forHttp = forHttp;
        this.forHttps = forHttps;
        this.direct = direct;
        Credentials = CredentialsIn(forHttps ?? forHttp!);
    }

    public ICredentials? Credentials { get; set; }

    /// <summary>Null when no variable names a proxy: then the system's settings hold.</summary>
    public static EnvironmentProxy? Find(Func<string, string?> variable)
    {
        string? Read(string name) => variable(name.ToLowerInvariant()) ?? variable(name);
        var http = Parse(Read("HTTP_PROXY"));
        var https = Parse(Read("HTTPS_PROXY"));
        var direct = (Read("NO_PROXY") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return http is null && https is null ? null : new EnvironmentProxy(http, https, direct);
    }

    public Uri GetProxy(Uri destination) => For(destination) ?? destination;

    public bool IsBypassed(Uri host) => For(host) is null || direct.Any(entry => Covers(entry, host));

    private Uri? For(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? forHttps : forHttp;

    /// <summary>As curl reads it: <c>*</c>, a host, or a domain with all below it; a port narrows the entry.</summary>
    private static bool Covers(string entry, Uri host)
    {
        if (entry == "*")
            return true;
        var colon = entry.LastIndexOf(':');
        if (colon > 0 && entry.IndexOf(':') == colon)
        {
            if (entry.Substring(colon + 1) != host.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))
                return false;
            entry = entry.Substring(0, colon);
        }

        var domain = entry.TrimStart('*', '.').Trim('[', ']');
        var name = host.DnsSafeHost;
        return domain.Length > 0
            && (name.Equals(domain, StringComparison.OrdinalIgnoreCase)
                || name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }

    private static Uri? Parse(string? text)
    {
        if (text is not { Length: > 0 })
            return null;
        return Uri.TryCreate(text.Contains("://") ? text : "http://" + text, UriKind.Absolute, out var proxy) ? proxy : null;
    }

    private static NetworkCredential? CredentialsIn(Uri proxy)
    {
        if (proxy.UserInfo.Length == 0)
            return null;
        var parts = proxy.UserInfo.Split([':'], 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
