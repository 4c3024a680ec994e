using System.Net;
using System.Text.RegularExpressions;
using CgLicense.Server.Tests.Harness;

namespace CgLicense.Server.Tests.Portal;

/// <summary>A page as a customer's browser got it.</summary>
internal sealed record Seen(int Status, string Markup, string? Location, string? SetCookie, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>What can be read on it.</summary>
    public string Text => Regex.Replace(WebUtility.HtmlDecode(Regex.Replace(Markup, "<[^>]*>", " ")), @"\s+", " ");

    public Seen Is(int status, string words)
    {
        Assert.True(Status == status, $"{Status} where {status} was due: {Text}");
        Assert.Contains(words, Text, StringComparison.Ordinal);
        return this;
    }
}

/// <summary>A customer at a browser without scripts: keeps the cookie, follows redirects, sends forms with what stands in them.</summary>
internal sealed partial class Visitor(RunningServer server)
{
    public string? Cookie { get; set; }

    public string? FormToken { get; set; }

    /// <summary>What a browser says of a form's origin.</summary>
    public (string Name, string Value)[] FromHere { get; set; } = [("Sec-Fetch-Site", "same-origin")];

    public async Task<Seen> SignIn(string key, string email = "artist@studio.example") =>
        await Follow(await Send("/portal/signIn", [("licenseKey", key), ("email", email)]));

    public async Task<Seen> Open(string path) => await Follow(await Once(HttpMethod.Get, path, null));

    public async Task<Seen> Free(string uid, string fingerprint) => await Follow(
        await Send($"/portal/licenses/{uid}/free", [("form", FormToken ?? ""), ("fingerprint", fingerprint)]));

    /// <summary>Without following a redirect.</summary>
    public Task<Seen> Send(string path, params (string Name, string Value)[] fields) => Once(
        HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), FromHere);

    /// <summary>A form of the page that was seen last, with files in it.</summary>
    public async Task<Seen> Post(string path, HttpContent form) => await Follow(await Once(HttpMethod.Post, path, form, FromHere));

    private async Task<Seen> Follow(Seen seen) => seen.Status == 303 ? await Open(seen.Location!) : seen;

    private async Task<Seen> Once(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        if (Cookie is not null)
            request.Headers.Add("Cookie", Cookie);
        using var response = await server.Http.SendAsync(request);
        var cookie = response.Headers.TryGetValues("Set-Cookie", out var set) ? set.Single() : null;
        Cookie = cookie?.Split(';')[0] ?? Cookie;
        var markup = await response.Content.ReadAsStringAsync();
        if (TokenField().Match(markup) is { Success: true } token)
            FormToken = token.Groups[1].Value;
        return new Seen(
            (int)response.StatusCode, markup, response.Headers.Location?.ToString(), cookie,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex("name=\"form\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex TokenField();
}
