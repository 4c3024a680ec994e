using System.Net.Sockets;
using System.Text;

namespace CgLicense.TimelineServer;

/// <summary>How a server can fail to answer; contract/README.md says what each stands for.</summary>
internal static class GateModes
{
    public const string Down = "down";

    public static readonly IReadOnlyList<string> All =
        ["up", Down, "reset", "silent", "trickling", "broken", "busy", "unavailable", "portal", "elsewhere"];

    /// <param name="mode">One of <see cref="All"/> that is neither up nor down.</param>
    /// <param name="client">Has sent its request, or the first part of it.</param>
    /// <param name="received">0 when it has hung up instead.</param>
    public static Task Misbehave(string mode, Socket client, int received) => mode switch
    {
        _ when received == 0 => Task.CompletedTask,
        "silent" => Wait(client),
        "trickling" => Trickle(client),
        "broken" => Answer(client, "500 Internal Server Error", "text/html", "<html><h1>It works not</h1></html>"),
        "busy" => Answer(
            client, "429 Too Many Requests", "application/json",
            """{"success":false,"valid":false,"error":"Too many activation attempts. Try again later.","code":"rate_limited","retryAfterSeconds":60}"""),
        "unavailable" => Answer(
            client, "503 Service Unavailable", "application/json",
            """{"success":false,"valid":false,"error":"The license database cannot be reached; nothing was changed. Try again shortly.","code":"unavailable"}"""),
        "portal" => Answer(client, "200 OK", "text/html", "<html>Welcome to the hotel. Please sign in.</html>"),
        "elsewhere" => Answer(client, "307 Temporary Redirect\r\nLocation: https://licenses.example.com/validate", "text/plain", ""),
        _ => Reset(client),
    };

    /// <summary>No linger: the other side sees a reset, not an orderly end.</summary>
    private static Task Reset(Socket client)
    {
        client.LingerState = new LingerOption(true, 0);
        client.Close();
        return Task.CompletedTask;
    }

    private static async Task Wait(Socket client)
    {
        var block = new byte[4096];
        while (await client.ReceiveAsync(block) > 0)
        {
        }
    }

    /// <summary>Each byte resets a time-out that only counts the silence between two reads.</summary>
    private static async Task Trickle(Socket client)
    {
        await Send(client, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n");
        while (true)
        {
            await Send(client, " ");
            await Task.Delay(100);
        }
    }

    private static async Task Answer(Socket client, string status, string type, string body)
    {
        await Send(client, $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        client.Shutdown(SocketShutdown.Send);
        // Closing over unread bytes would reset the connection and could take the answer with it.
        await Wait(client);
    }

    private static async Task Send(Socket client, string text) => await client.SendAsync(Encoding.ASCII.GetBytes(text));
}
