using CgLicense.Server.Tests.Portal;
using Microsoft.AspNetCore.WebUtilities;

namespace CgLicense.Server.Tests.OpenIdConnect;

/// <summary>A person at a browser: keeps cookies, goes to the provider, and comes back with what it gave.</summary>
internal sealed class OidcBrowser(RunningServer server, ForgingProvider provider)
{
    private static int codes;

    public Dictionary<string, string> Cookies { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What a proxy adds.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>What the server asked the provider for, when it last sent the browser there.</summary>
    public Dictionary<string, string> Request { get; private set; } = [];

    private string Carried => string.Join("; ", Cookies.Select(pair => pair.Key + "=" + pair.Value).DefaultIfEmpty("none=1"));

    /// <summary>The page after the whole way: to the provider and back.</summary>
    public async Task<Seen> SignIn(string start = "/oidc/start", RunningServer? backTo = null)
    {
        await Start(start);
        return await Back(backTo);
    }

    public async Task<Seen> Start(string path = "/oidc/start")
    {
        var sent = await Get(path);
        if (sent.Status == 303)
            Request = QueryHelpers.ParseQuery(new Uri(sent.Location!).Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        return sent;
    }

    /// <summary>Back from the provider, as it would send the browser.</summary>
    public Task<Seen> Back(RunningServer? to = null, string? code = null, string? state = null, string more = "")
    {
        code ??= "code-" + Interlocked.Increment(ref codes);
        provider.Nonces[code] = Request["nonce"];
        return Get($"/oidc/callback?code={code}&state={state ?? Request["state"]}{more}", to);
    }

    public Task<Answer> Post(string path, object? body = null, RunningServer? to = null) => (to ?? server).Post(
        path, body ?? new { }, null, ("X-CgLicense-Console", "1"), ("Cookie", Carried));

    public async Task<Seen> Get(string path, RunningServer? to = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", Carried);
        foreach (var (name, value) in Headers)
            request.Headers.Add(name, value);
        using var response = await (to ?? server).Http.SendAsync(request);
        var set = response.Headers.TryGetValues("Set-Cookie", out var all) ? all.ToList() : [];
        foreach (var (name, value) in set.Select(text => text.Split(';')[0].Split('=', 2)).Select(pair => (pair[0], pair[1])))
        {
            if (value.Length == 0)
                Cookies.Remove(name);
            else
                Cookies[name] = value;
        }

        return new Seen(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.ToString(), string.Join('\n', set),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
    }
}
