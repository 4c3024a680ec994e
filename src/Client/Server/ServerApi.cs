using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CgLicense.Protocol;

namespace CgLicense;

/// <summary>HTTP to the license server. The only place that makes an <see cref="HttpClient"/>, and only when one is needed.</summary>
/// <param name="address">The server.</param>
/// <param name="mayTalk">False where answers could be anybody's; then nothing is sent at all.</param>
internal sealed class ServerApi(ServerAddress address, bool mayTalk) : IDisposable
{
    /// <summary>What the server hears of its client, such as <c>dotnet/0.1.0</c>.</summary>
    public static readonly string Sdk = "dotnet/" + typeof(ServerApi).Assembly.GetName().Version?.ToString(3);

    private const int MaxRedirects = 3;

    /// <summary>Answers have about three kilobytes; more is not an answer but an attempt to fill memory.</summary>
    private const int MaxAnswerBytes = 256 * 1024;

    private readonly Lazy<HttpClient> http = new(() => Connect(address));

    public Task<Reply<TAnswer>> Post<TRequest, TAnswer>(
        string route, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType,
        CancellationToken cancellationToken) =>
        Send(HttpMethod.Post, route, JsonSerializer.SerializeToUtf8Bytes(request, requestType), answerType, cancellationToken);

    public Task<Reply<SigningKeyAnswer>> GetSigningKey(CancellationToken cancellationToken) =>
        Send(HttpMethod.Get, "/getSigningKey", null, ProtocolJson.Wire.SigningKeyAnswer, cancellationToken);

    public void Dispose()
    {
        if (http.IsValueCreated)
            http.Value.Dispose();
    }

    private async Task<Reply<TAnswer>> Send<TAnswer>(
        HttpMethod method, string route, byte[]? body, JsonTypeInfo<TAnswer> type, CancellationToken cancellationToken)
    {
        if (!mayTalk)
            return new Reply<TAnswer>.Silent(ClientErrors.PlainHttp(address.Server));
        var target = address.Of(route);
        for (var hops = 0; ; hops++)
        {
            using var request = new HttpRequestMessage(method, target);
            if (body is not null)
                request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var response = await http.Value
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            if (status is not (301 or 302 or 307 or 308))
            {
                var content = await ReadBounded(response.Content, cancellationToken).ConfigureAwait(false);
                return AnswerRules.Read(status, content, (long?)response.Headers.RetryAfter?.Delta?.TotalSeconds, type);
            }

            if (hops == MaxRedirects || ServerAddress.Redirected(target, response.Headers.Location) is not { } next)
            {
                return new Reply<TAnswer>.Silent(ClientErrors.Network(
                    $"it redirects to {response.Headers.Location}, and only redirects to the same host over HTTPS are followed"));
            }

            target = next;
        }
    }

    private static async Task<byte[]> ReadBounded(HttpContent content, CancellationToken cancellationToken)
    {
#if NET
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        using var stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        var buffer = new byte[8192];
        var read = new MemoryStream();
        while (read.Length <= MaxAnswerBytes)
        {
            var count = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return read.ToArray();
            read.Write(buffer, 0, count);
        }

        throw new InvalidDataException("the answer is far too long");
    }

    private static HttpClient Connect(ServerAddress address)
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        if (address.IsLoopback)
            handler.UseProxy = false;
        else if (EnvironmentProxy.Find(Environment.GetEnvironmentVariable) is { } proxy)
            handler.Proxy = proxy;
        if (Environment.GetEnvironmentVariable(CertificateFile.Variable) is { Length: > 0 } file)
            handler.ServerCertificateCustomValidationCallback = new CertificateFile(file).Accepts;
        // The budget of the operation ends a request, not a time-out of each of its parts.
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.ExpectContinue = false;
        client.DefaultRequestHeaders.UserAgent.ParseAdd("cglicense-" + Sdk);
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        return client;
    }
}
