using System.Net;
using System.Net.Sockets;

namespace CgLicense.Server.Outbox;

/// <summary>
/// Opens connections to public addresses only. The name is looked up here, and the address that was checked is the one
/// connected to: a name that answers the check with one address and the connection with another (DNS rebinding) gains nothing.
/// </summary>
/// <param name="allowPrivate">The operator allows addresses of their own network.</param>
/// <param name="lookUp">From a name, or an address as text, to addresses.</param>
internal sealed class CheckedConnection(bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
{
    public async ValueTask<Stream> Open(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var found = await lookUp(context.DnsEndPoint.Host, cancel);
        var allowed = allowPrivate ? found : [.. found.Where(AddressRules.IsPublic)];
        if (allowed.Length == 0)
            throw found.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new PrivateAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A name leads to no public address. Which one it leads to is the operator's business, not the creator's.</summary>
internal sealed class PrivateAddressException() : Exception("The host name leads to no public address.");
