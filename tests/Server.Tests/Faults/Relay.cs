using System.Net;
using System.Net.Sockets;

namespace CgLicense.Server.Tests.Faults;

/// <summary>The wire between a node and its database. Cut, it does what a dead switch does: nothing arrives, and nobody is told.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly int target;
    private readonly Task accepting;
    private volatile TaskCompletionSource wire = Joined();

    public Relay(int target)
    {
        this.target = target;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Cut() => wire = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Join() => wire.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Join();
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        ending.Dispose();
    }

    private static TaskCompletionSource Joined()
    {
        var wire = new TaskCompletionSource();
        wire.SetResult();
        return wire;
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
                await wire.Task.WaitAsync(ending.Token);
                await behind.ConnectAsync(IPAddress.Loopback, target, ending.Token);
                await Task.WhenAny(Copy(client, behind), Copy(behind, client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // Whoever is at either end sees the connection close.
            }
        }
    }

    private async Task Copy(TcpClient from, TcpClient to)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (await from.GetStream().ReadAsync(buffer, ending.Token) is > 0 and var read)
            {
                await wire.Task.WaitAsync(ending.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), ending.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // As above.
        }
    }
}
