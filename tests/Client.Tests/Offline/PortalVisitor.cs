using System.Text.RegularExpressions;

namespace CgLicense.Client.Tests;

/// <summary>A customer at the portal of a running server, on a computer with network: signs in, sends a request file, keeps what comes back.</summary>
internal sealed partial class PortalVisitor(string url) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url) };

    public void Dispose() => http.Dispose();

    /// <param name="request">The request file that was carried here.</param>
    /// <param name="target">Where the license file goes.</param>
    public async Task Download(string key, string email, string request, string target)
    {
        var signedIn = await Send("/portal/signIn", new FormUrlEncodedContent([KeyValuePair.Create("licenseKey", key), KeyValuePair.Create("email", email)]));
        var page = signedIn.RequestMessage!.RequestUri!.AbsolutePath;
        var token = FormToken().Match(await signedIn.Content.ReadAsStringAsync()).Groups[1].Value;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "form" },
            { new ByteArrayContent(await File.ReadAllBytesAsync(request)), "request", Path.GetFileName(request) },
            { new StringContent(""), "fingerprint" },
            { new StringContent(""), "name" },
            { new StringContent("is-not-asked-for"), "product" },
        };
        var answer = await Send(page + "/file", form);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        await File.WriteAllBytesAsync(target, await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task<HttpResponseMessage> Send(string path, HttpContent content)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Headers = { { "Sec-Fetch-Site", "same-origin" } } };
        var answer = await http.SendAsync(message);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}");
        return answer;
    }

    [GeneratedRegex("name=\"form\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex FormToken();
}
