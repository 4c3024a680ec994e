using System.Net;
using CgLicense.Protocol;

namespace CgLicense.Server.Outbox;

/// <summary>
/// What an endpoint's URL may be. Names are looked up again at every connection (<see cref="CheckedConnection"/>); this
/// only says at once what can never work.
/// </summary>
internal static class WebhookUrlRules
{
    private const int Longest = 2048;

    /// <param name="url">As the creator wrote it.</param>
    /// <param name="allowPrivate">The operator allows plain HTTP and addresses of their own network.</param>
    public static LicenseError? Problem(string url, bool allowPrivate)
    {
        if (url.Length > Longest || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || !IsScheme(uri, allowPrivate))
            return Refuse(allowPrivate ? "must be an address that begins with https:// or http://" : "must be an address that begins with https://");
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return Refuse("must not contain a user name, a password or a fragment (#…)");
        return allowPrivate || IsPerhapsPublic(uri)
            ? null
            : Refuse("leads into a private network; this server posts to public addresses only");
    }

    private static bool IsScheme(Uri uri, bool allowPrivate) =>
        uri.Scheme == Uri.UriSchemeHttps || (allowPrivate && uri.Scheme == Uri.UriSchemeHttp);

    // Uri has put 127.1, 0x7f000001 and their like into the usual form by now.
    private static bool IsPerhapsPublic(Uri uri) => IPAddress.TryParse(uri.IdnHost, out var address)
        ? AddressRules.IsPublic(address)
        : !uri.IsLoopback && !uri.IdnHost.TrimEnd('.').EndsWith("localhost", StringComparison.OrdinalIgnoreCase);

    private static LicenseError Refuse(string why) => LicenseError.InvalidRequest($"Field 'url' {why}.");
}
