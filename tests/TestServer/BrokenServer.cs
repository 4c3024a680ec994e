using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CgLicense.TestServer;

/// <summary>A real TCP listener that misbehaves: it hangs, trickles, or answers what nobody should believe.</summary>
public sealed class BrokenServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Task accepting;
    private int connections;

    private BrokenServer(Func<NetworkStream, CancellationToken, Task> misbehave)
    {
        listener.Start();
        accepting = Accept(misbehave);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>How many times somebody connected.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>Accepts and never says a word.</summary>
    public static BrokenServer Hanging() => new((_, ending) => Task.Delay(Timeout.Infinite, ending));

    /// <summary>Promises a long answer and sends it one byte at a time.</summary>
    public static BrokenServer Trickling() => new(
        async (stream, ending) =>
        {
            await Head(stream, "200 OK", "Content-Length: 10000", ending);
            while (true)
            {
                await stream.WriteAsync(new byte[] { (byte)' ' }, ending);
                await Task.Delay(100, ending);
            }
        });

    public static BrokenServer Answering(string status, string body, string header = "Content-Type: application/json") => new(
        async (stream, ending) =>
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            await Head(stream, status, $"{header}\r\nContent-Length: {bytes.Length}", ending);
            await stream.WriteAsync(bytes, ending);
        });

    /// <summary>Sends more than any client should take.</summary>
    public static BrokenServer Flooding() => new(
        async (stream, ending) =>
        {
            await Head(stream, "200 OK", "Content-Type: application/json", ending);
            var block = new byte[64 * 1024];
            while (true)
                await stream.WriteAsync(block, ending);
        });

    /// <summary>Breaks the connection off in the middle of the answer.</summary>
    public static BrokenServer BreakingOff() => new(
        (stream, ending) => Head(stream, "200 OK", "Content-Length: 1000", ending));

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        ending.Dispose();
    }

    private static async Task Head(NetworkStream stream, string status, string headers, CancellationToken ending)
    {
        // A client may not be cut off before it has sent its request.
        var request = new byte[64 * 1024];
        _ = await stream.ReadAsync(request, ending);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}\r\n\r\n"), ending);
    }

    private async Task Accept(Func<NetworkStream, CancellationToken, Task> misbehave)
    {
        var running = new List<Task>();
        try
        {
            while (true)
                running.Add(Serve(await listener.AcceptTcpClientAsync(ending.Token), misbehave));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task Serve(TcpClient client, Func<NetworkStream, CancellationToken, Task> misbehave)
    {
        Interlocked.Increment(ref connections);
        using (client)
        {
            try
            {
                await misbehave(client.GetStream(), ending.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The client gave up, which is what these servers are for.
            }
        }
    }
}
