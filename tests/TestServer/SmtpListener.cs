using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CgLicense.TestServer;

/// <summary>One message as a mail server was given it.</summary>
public sealed record SmtpMail(string From, string To, string Data);

/// <summary>A mail server (RFC 5321) that takes everything, unless a test wants it to do otherwise.</summary>
public sealed class SmtpListener : IAsyncDisposable
{
    /// <summary>An answer that is none: the connection is closed.</summary>
    public const string Close = "close";

    /// <summary>An answer that never comes.</summary>
    public const string Hang = "hang";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentQueue<SmtpMail> taken = new();
    private readonly Task accepting;

    public SmtpListener()
    {
        listener.Start();
        accepting = Accept();
    }

    /// <summary>
    /// Asked at each step (<c>greeting</c>, <c>MAIL</c>, <c>RCPT</c>, <c>DATA</c>, <c>end</c>) for an answer other than yes; null for yes. A message
    /// whose end is answered with <see cref="Close"/> or <see cref="Hang"/> was taken, and nobody is told.
    /// </summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    public string Url => $"smtp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public IReadOnlyList<SmtpMail> Taken => [.. taken];

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        ending.Dispose();
    }

    private async Task Accept()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
                talks.Add(Talk(await listener.AcceptTcpClientAsync(ending.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task Talk(TcpClient client)
    {
        using var connection = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, new UTF8Encoding(false));
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await Say(writer, "greeting", "220 mail.example ready");
            var (from, to) = ("", "");
            while (await reader.ReadLineAsync(ending.Token) is { } line)
            {
                switch (line.Split(' ', ':')[0].ToUpperInvariant())
                {
                    case "EHLO":
                        await writer.WriteLineAsync("250-mail.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 10000000");
                        break;
                    case "MAIL":
                        from = AddressIn(line);
                        await Say(writer, "MAIL", "250 ok");
                        break;
                    case "RCPT":
                        to = AddressIn(line);
                        await Say(writer, "RCPT", "250 ok");
                        break;
                    case "DATA":
                        await Take(reader, writer, from, to);
                        break;
                    case "QUIT":
                        await writer.WriteLineAsync("221 bye");
                        return;
                    default:
                        await writer.WriteLineAsync("250 ok");
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The other side went, or this one was told to.
        }
    }

    private async Task Take(StreamReader reader, StreamWriter writer, string from, string to)
    {
        await Say(writer, "DATA", "354 go ahead");
        if (Answer("DATA") is not null)
            return;
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(ending.Token) is { } line)
        {
            if (line == ".")
            {
                if (Answer("end") is null or Close or Hang)
                    taken.Enqueue(new SmtpMail(from, to, data.ToString()));
                await Say(writer, "end", "250 taken");
                return;
            }

            data.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }
    }

    private async Task Say(StreamWriter writer, string step, string yes)
    {
        switch (Answer(step))
        {
            case Close:
                throw new IOException("Closed on purpose.");
            case Hang:
                await Task.Delay(Timeout.Infinite, ending.Token);
                break;
            case var no:
                await writer.WriteLineAsync(no ?? yes);
                break;
        }
    }

    private static string AddressIn(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
}
