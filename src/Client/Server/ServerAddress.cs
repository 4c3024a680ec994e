using System.Net;

namespace CgLicense;

/// <summary>The server's address, and how far it may send a client elsewhere.</summary>
internal sealed class ServerAddress
{
    private readonly string prefix;

    private ServerAddress(Uri server)
    {
        Server = server;
        prefix = server.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    public Uri Server { get; }

    public bool IsLoopback => Server.DnsSafeHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(Server.DnsSafeHost, out var address) && IPAddress.IsLoopback(address);

    /// <summary>
    /// Whether keys met for the first time may be believed: over plain HTTP, whoever sits in between could hand out
    /// their own.
    /// </summary>
    public bool VouchesForKeys => Server.Scheme == Uri.UriSchemeHttps || IsLoopback;

    /// <exception cref="ArgumentException">The text is not an address a client can use.</exception>
    public static ServerAddress Parse(string? text)
    {
        if (!Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var server)
            || server.Scheme is not ("http" or "https")
            || server.Host.Length == 0
            || server.UserInfo.Length + server.Query.Length + server.Fragment.Length > 0)
        {
            throw new ArgumentException($"'{text}' is not a server address. Write https://licenses.example.com.", nameof(text));
        }

        return new ServerAddress(server);
    }

    public Uri Of(string route) => new(prefix + route);

    /// <summary>
    /// Where a redirect may lead: the same host, over HTTPS, the port changing only together with the scheme. Anything
    /// else would carry the license key to a stranger. Null when it must not be followed.
    /// </summary>
    public static Uri? Redirected(Uri from, Uri? location)
    {
        if (location is null || !Uri.TryCreate(from, location, out var target))
            return null;
        var upgrades = from.Scheme == Uri.UriSchemeHttp;
        return target.Scheme == Uri.UriSchemeHttps
            && target.UserInfo.Length == 0
            && target.Host.Equals(from.Host, StringComparison.OrdinalIgnoreCase)
            && (upgrades || target.Port == from.Port)
                ? target
                : null;
    }
}
