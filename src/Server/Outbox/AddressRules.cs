using System.Net;
using System.Net.Sockets;

namespace CgLicense.Server.Outbox;

/// <summary>
/// Which addresses belong to the public internet. A creator chooses the URL that this server posts to; without this, they
/// could make it talk to the operator's own network (server-side request forgery, CWE-918). Source: the IANA
/// special-purpose address registries (RFC 6890 and what has been added since).
/// </summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] NotPublicV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network, RFC 791
        IPNetwork.Parse("10.0.0.0/8"), // private, RFC 1918
        IPNetwork.Parse("100.64.0.0/10"), // carrier-grade NAT, RFC 6598; Alibaba's metadata
        IPNetwork.Parse("127.0.0.0/8"), // loopback, RFC 1122
        IPNetwork.Parse("168.63.129.16/32"), // Azure's host: public by its number, not by its nature
        IPNetwork.Parse("169.254.0.0/16"), // link-local, RFC 3927; most clouds' metadata
        IPNetwork.Parse("172.16.0.0/12"), // private, RFC 1918
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments, RFC 6890; Oracle's metadata
        IPNetwork.Parse("192.0.2.0/24"), // documentation, RFC 5737
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays, RFC 7526
        IPNetwork.Parse("192.168.0.0/16"), // private, RFC 1918
        IPNetwork.Parse("198.18.0.0/15"), // benchmarking, RFC 2544
        IPNetwork.Parse("198.51.100.0/24"), // documentation, RFC 5737
        IPNetwork.Parse("203.0.113.0/24"), // documentation, RFC 5737
        IPNetwork.Parse("224.0.0.0/4"), // multicast, RFC 5771
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and the broadcast address, RFC 1112
    ];

    /// <summary>All that is assigned to the public; everything outside is local, reserved or multicast.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>The well-known NAT64 prefix (RFC 6052): an IPv4 address in its last four bytes.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork[] NotPublicV6 =
    [
        IPNetwork.Parse("2001::/23"), // protocol assignments, RFC 2928; Teredo hides an IPv4 address in it
        IPNetwork.Parse("2001:db8::/32"), // documentation, RFC 3849
        IPNetwork.Parse("2002::/16"), // 6to4, RFC 3056: leads to an IPv4 address of the sender's choice
        IPNetwork.Parse("3fff::/20"), // documentation, RFC 9637
    ];

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return IsPublic(address.MapToIPv4());
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !NotPublicV4.Any(range => range.Contains(address));
        if (Nat64.Contains(address))
            return IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        return GlobalUnicast.Contains(address) && !NotPublicV6.Any(range => range.Contains(address));
    }
}
