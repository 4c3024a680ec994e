using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace CgLicense.TestServer;

/// <summary>TLS in front of a real server, as a reverse proxy does it.</summary>
public sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly TestCertificates certificates;
    private readonly Uri server;
    private readonly Task accepting;

    public TlsFront(string serverUrl, TestCertificates certificates)
    {
        server = new Uri(serverUrl);
        this.certificates = certificates;
        listener.Start();
        accepting = Accept();
    }

    public string Url => $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        ending.Dispose();
    }

    private async Task Accept()
    {
        var running = new List<Task>();
        try
        {
            while (true)
                running.Add(Forward(await listener.AcceptTcpClientAsync(ending.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task Forward(TcpClient client)
    {
        using (client)
        using (var behind = new TcpClient())
        {
            try
            {
                await using var outside = new SslStream(client.GetStream());
                await outside.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = certificates.Server }, ending.Token);
                await behind.ConnectAsync(server.Host, server.Port, ending.Token);
                var inside = behind.GetStream();
                await Task.WhenAny(outside.CopyToAsync(inside, ending.Token), inside.CopyToAsync(outside, ending.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
            {
                // A client that does not trust this certificate hangs up.
            }
        }
    }
}
