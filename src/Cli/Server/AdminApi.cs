using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Server;

/// <summary>The server's endpoints over HTTP, for the commands that do not go through the SDK.</summary>
internal sealed class AdminApi : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>A page of 500 licenses has half a megabyte.</summary>
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    private readonly Uri server;
    private readonly HttpClient http;

    /// <param name="server">See <see cref="Options.ServerOptions.Server"/>.</param>
    /// <param name="credential">Admin secret or API key; null for the endpoints that need none.</param>
    public AdminApi(Uri server, string? credential)
    {
        this.server = server;
        // A redirect would carry the credential to wherever it points.
        var connection = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !server.IsLoopback };
#pragma warning disable RS0030 // The command line's one HTTP client; the SDK's own cannot carry credentials.
        http = new HttpClient(connection) { Timeout = LongestWait, MaxResponseContentBufferSize = MaxAnswerBytes };
#pragma warning restore RS0030
        http.DefaultRequestHeaders.UserAgent.ParseAdd("cglicense-cli/" + HelpText.Version);
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        if (credential is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", credential);
    }

    public Task<ServerReply<TAnswer>> Call<TRequest, TAnswer>(
        Endpoint<TRequest, TAnswer> endpoint, TRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, Of(endpoint.Route))
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, endpoint.RequestType))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        if (idempotencyKey is not null)
            message.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return Send(message, endpoint.AnswerType, cancellationToken);
    }

    public Task<ServerReply<TAnswer>> Get<TAnswer>(
        string route, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        Send(new HttpRequestMessage(HttpMethod.Get, Of(route)), answerType, cancellationToken);

    public void Dispose() => http.Dispose();

    private Uri Of(string route) => new(server.GetLeftPart(UriPartial.Path).TrimEnd('/') + route);

    private async Task<ServerReply<TAnswer>> Send<TAnswer>(
        HttpRequestMessage message, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        using (message)
        {
            try
            {
                using var response = await http.SendAsync(message, cancellationToken);
                return AnswerRules.Read(
                    server, (int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken),
                    response.Headers.Location, answerType);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return AnswerRules.NoAnswer<TAnswer>(server, $"no answer within {LongestWait.TotalSeconds:0} seconds");
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
            {
                // A bare SocketException comes from HttpClient when the peer is gone between its connecting and its first look at the socket.
                return AnswerRules.NoAnswer<TAnswer>(server, e.GetBaseException().Message);
            }
        }
    }
}
