using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CgLicense.TimelineServer;

/// <summary>
/// What lies between a client and the server: a real listener that lets requests through, or does to them what networks,
/// proxies and failing servers do. It notes the route of every request that reaches it.
/// </summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly int serverPort;
    private readonly ConcurrentQueue<string> routes = new();
    private readonly ConcurrentDictionary<Socket, byte> connections = new();
    private TcpListener? listener;
    private Task accepting = Task.CompletedTask;
    private string mode = "up";

    public Gate(int serverPort)
    {
        this.serverPort = serverPort;
        Listen(0);
        Port = ((IPEndPoint)listener!.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>The routes asked for since the last call.</summary>
    public IReadOnlyList<string> TakeRoutes()
    {
        var taken = new List<string>();
        while (routes.TryDequeue(out var route))
            taken.Add(route);
        return taken;
    }

    /// <summary>A change breaks off what is open, as pulling a cable does: no kept connection may outlive it.</summary>
    public async Task Change(string to)
    {
        if (GateModes.All.Contains(to) is false)
            throw new ArgumentException($"no such gate: {to}; there are {string.Join(", ", GateModes.All)}");
        if (mode == to)
            return;
        mode = to;
        if (to == GateModes.Down)
            await Close();
        else if (listener is null)
            Listen(Port);
        BreakOff();
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        BreakOff();
    }

    private void Listen(int port)
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        accepting = Accept(listener);
    }

    private async Task Close()
    {
        listener?.Dispose();
        listener = null;
        await accepting;
    }

    private void BreakOff()
    {
        foreach (var connection in connections.Keys)
            connection.Dispose();
    }

    private async Task Accept(TcpListener accepts)
    {
        try
        {
            while (true)
                _ = Serve(await accepts.AcceptSocketAsync());
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The listener was closed: while it waited, or before it was asked again.
        }
    }

    private async Task Serve(Socket client)
    {
        connections[client] = 0;
        using (client)
        {
            try
            {
                client.NoDelay = true;
                if (mode == "up")
                    await PassOn(client);
                else
                    await GateModes.Misbehave(mode, client, await Note(client, new byte[64 * 1024]));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Broken off, from either side.
            }
        }

        connections.TryRemove(client, out _);
    }

    private async Task PassOn(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await server.ConnectAsync(IPAddress.Loopback, serverPort);
        var back = Copy(server, client);
        var block = new byte[64 * 1024];
        while (await Note(client, block) is > 0 and var count)
            await server.SendAsync(block.AsMemory(0, count));
        server.Shutdown(SocketShutdown.Send);
        await back;
    }

    private static async Task Copy(Socket from, Socket to)
    {
        var block = new byte[64 * 1024];
        while (await from.ReceiveAsync(block) is > 0 and var count)
            await to.SendAsync(block.AsMemory(0, count));
        to.Shutdown(SocketShutdown.Send);
    }

    /// <summary>A client sends one request at a time, so that a request always begins a read; no body begins like one.</summary>
    private async Task<int> Note(Socket client, byte[] block)
    {
        var count = await client.ReceiveAsync(block);
        var line = Encoding.ASCII.GetString(block, 0, Math.Min(count, 256)).Split(' ', 3);
        if (line is ["POST" or "GET", var route, _])
            routes.Enqueue(route);
        return count;
    }
}
