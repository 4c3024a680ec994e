using System.Net;
using CgLicense.Server.Countries;

namespace CgLicense.Server.Http;

/// <summary>Who is on the other end of the line.</summary>
/// <param name="Address">The client's address, behind trusted proxies too; IPv6 cut to its /64, the unit that is given to one site.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null while nobody asks for countries, or nobody knows.</param>
internal sealed record Caller(string Address, string? Country, CancellationToken Aborted)
{
    public static Caller Of(HttpContext context) =>
        new(Unit(context.Connection.RemoteIpAddress), CallerCountry.Of(context), context.RequestAborted);

    private static string Unit(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }
}
