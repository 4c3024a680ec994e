using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using CgLicense.Server.Http;

namespace CgLicense.Server.Outbox;

/// <summary>What a try came to.</summary>
/// <param name="Status">HTTP status; null when there was no answer.</param>
/// <param name="Error">Why it failed, for the creator; null when it succeeded.</param>
/// <param name="Response">The beginning of the answer's body, cleaned of control characters; null when there is none.</param>
internal sealed record PostResult(int? Status, string? Error, string? Response)
{
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>
/// Posts to addresses that strangers chose: no redirects, cookies, proxies or credentials, a bounded time, a bounded answer.
/// </summary>
internal sealed class WebhookPost(CheckedConnection connection, TimeProvider clock) : IDisposable
{
    /// <summary>For everything: looking up the name, connecting, TLS, sending, the answer's head.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Kept of an answer, in characters.</summary>
    public const int LongestResponse = 500;

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        ConnectCallback = connection.Open,
        // A redirect would lead around the check of the URL; a proxy around that of the address.
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0,
        // Names move; a connection kept for longer would not notice.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <param name="url">The endpoint's.</param>
    /// <param name="headers">Those of the Standard Webhooks specification.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancel">Ends the try without a result.</param>
    /// <exception cref="OperationCanceledException">The server is stopping.</exception>
    public async Task<PostResult> Send(string url, IEnumerable<(string Name, string Value)> headers, byte[] body, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        using var request = Request(url, headers, body);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            return new PostResult(status, Failure(status), await Beginning(response, either.Token)) { RetryAfter = RetryAfter(response) };
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            return new PostResult(null, patience.IsCancellationRequested ? NoAnswer : Explain(e), null);
        }
    }

    public void Dispose() => http.Dispose();

    private static string NoAnswer { get; } = $"No answer within {Patience.TotalSeconds:0} seconds.";

    private static HttpRequestMessage Request(string url, IEnumerable<(string Name, string Value)> headers, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("CGLicense-Webhooks", HealthEndpoint.Version));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static string? Failure(int status) => status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => $"The endpoint answered {status}; redirects are not followed. Register the address it leads to.",
        _ => $"The endpoint answered {status}.",
    };

    private static string Explain(Exception e) => e switch
    {
        HttpRequestException { InnerException: PrivateAddressException } or PrivateAddressException =>
            "The host name leads to no public address, and this server posts to public addresses only.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "The TLS connection failed: look at the certificate.",
        HttpRequestException { InnerException: SocketException socket } => Explain(socket.SocketErrorCode),
        _ => "The connection broke off before there was an answer.",
    };

    private static string Explain(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "The connection was refused.",
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => "The host name is not known.",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TimedOut => "The host cannot be reached.",
        _ => "The connection broke off before there was an answer.",
    };

    /// <summary>The status has decided already: whatever is wrong with the body changes nothing.</summary>
    private static async Task<string?> Beginning(HttpResponseMessage response, CancellationToken cancel)
    {
        var buffer = new byte[LongestResponse * 4];
        var length = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            int read;
            while (length < buffer.Length && (read = await body.ReadAsync(buffer.AsMemory(length), cancel)) > 0)
                length += read;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // A slow or broken body: what has come so far is what there is to show.
        }

        return length == 0 ? null : ResponseText.Clean(Encoding.UTF8.GetString(buffer, 0, length), LongestResponse);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delay } => delay,
        { Date: { } moment } when moment > clock.GetUtcNow() => moment - clock.GetUtcNow(),
        _ => null,
    };
}
