using System.Net;
using System.Net.Sockets;

namespace CgLicense.TestServer;

/// <summary>A port that nobody listens on, for whoever must be known before it is there.</summary>
public static class FreePort
{
    public static int Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
