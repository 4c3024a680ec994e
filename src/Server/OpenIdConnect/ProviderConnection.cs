using System.Net.Http.Headers;
using System.Text;
using CgLicense.Server.Http;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>The provider cannot be asked, or answers what cannot be used. The message is for people, and holds nothing secret.</summary>
internal sealed class ProviderFaultException(string message) : Exception(message);

/// <summary>
/// Asks the provider, whom the operator chose: through the operator's proxy if there is one, within bounded time and size, and
/// without redirects, which would carry the client's secret to somewhere else.
/// </summary>
internal sealed class ProviderConnection(TimeProvider clock) : IDisposable
{
    /// <summary>For everything: connecting, TLS, sending, the whole answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Of an answer, in bytes. Key sets of the large providers have some ten thousand.</summary>
    public const int LongestAnswer = 512 * 1024;

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxResponseHeadersLength = 32,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <exception cref="ProviderFaultException">There is no answer, or none of status 200.</exception>
    public async Task<byte[]> Get(string url, string? bearer, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        var (status, body) = await Send(request, cancel);
        return status == 200 ? body : throw new ProviderFaultException($"It answered {status} at {request.RequestUri!.AbsolutePath}.");
    }

    /// <param name="basic">Name and password for HTTP basic authentication; null for none.</param>
    /// <exception cref="ProviderFaultException">There is no answer.</exception>
    public async Task<(int Status, byte[] Body)> Post(
        string url, IEnumerable<KeyValuePair<string, string>> form, string? basic, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
        if (basic is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(basic)));
        return await Send(request, cancel);
    }

    public void Dispose() => http.Dispose();

    private async Task<(int Status, byte[] Body)> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("CGLicense", HealthEndpoint.Version));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            return ((int)response.StatusCode, await Whole(body, either.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ProviderFaultException($"It did not answer within {Patience.TotalSeconds:0} seconds.");
        }
        catch (HttpRequestException e)
        {
            throw new ProviderFaultException(e.HttpRequestError == HttpRequestError.SecureConnectionError
                ? "The TLS connection to it failed: look at its certificate." : "It cannot be reached.");
        }
        catch (IOException)
        {
            throw new ProviderFaultException("The connection to it broke off.");
        }
    }

    private static async Task<byte[]> Whole(Stream body, CancellationToken cancel)
    {
        using var all = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await body.ReadAsync(buffer, cancel)) > 0)
        {
            all.Write(buffer, 0, read);
            if (all.Length > LongestAnswer)
                throw new ProviderFaultException("It answered more than this server reads.");
        }

        return all.ToArray();
    }
}
