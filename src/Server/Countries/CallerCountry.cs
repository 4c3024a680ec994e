using System.Net;
using CgLicense.Protocol;

namespace CgLicense.Server.Countries;

/// <summary>Which country a request comes from. Only the country goes on from here; no address is kept for it.</summary>
internal sealed class CallerCountry(CountryOptions options, IReadOnlyList<IPNetwork> trustedProxies, GeoDatabase? database)
{
    private static readonly object Told = new();

    /// <summary>What was found out about the request; null when nothing was, or nobody asks.</summary>
    public static string? Of(HttpContext context) => context.Items[Told] as string;

    /// <summary>
    /// Before the proxies' own addresses are taken off: the header counts only when the connection comes from one of them. Anybody
    /// else who sends it would choose a country for himself.
    /// </summary>
    public Task ReadHeader(HttpContext context, RequestDelegate next)
    {
        if (options.Header is { } header && IsTrusted(context.Connection.RemoteIpAddress)
            && context.Request.Headers[header] is [{ } said] && Country.Read(said) is { } country)
        {
            context.Items[Told] = country;
        }

        return next(context);
    }

    /// <summary>After that, when the address is the caller's: what the header did not say, the file may know.</summary>
    public Task LookUp(HttpContext context, RequestDelegate next)
    {
        if (database is not null && !context.Items.ContainsKey(Told) && database.CountryOf(context.Connection.RemoteIpAddress) is { } country)
            context.Items[Told] = country;
        return next(context);
    }

    private bool IsTrusted(IPAddress? peer)
    {
        var address = peer is { IsIPv4MappedToIPv6: true } ? peer.MapToIPv4() : peer;
        return address is not null && trustedProxies.Any(network => network.Contains(address));
    }
}
