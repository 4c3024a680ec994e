using System.Text.RegularExpressions;

namespace CgLicense.Server.Tests.OpenApi;

/// <summary>The page that shows the document: complete on a machine without internet, and closed to foreign scripts.</summary>
public sealed partial class ReferencePageTests(SqliteEngine engine) : IClassFixture<SqliteEngine>
{
    private HttpClient Http => engine.Server.Http;

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere_and_what_it_loads_is_there()
    {
        var page = await Http.GetStringAsync("/docs/");
        Assert.DoesNotMatch("https?://|src=\"//", page);
        var scripts = Source().Matches(page).Select(script => script.Groups[1].Value).ToList();
        Assert.Equal(2, scripts.Count);
        foreach (var script in scripts)
        {
            using var response = await Http.GetAsync("/docs/" + script);
            Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
            Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
        }

        Assert.Contains("\"url\":\"openapi.json\"", page, StringComparison.Ordinal);
        Assert.Contains("\"telemetry\":false", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_page_s_own_scripts_may_run_and_they_may_talk_to_this_server_only()
    {
        var nonces = new HashSet<string>();
        for (var i = 0; i < 2; i++)
        {
            using var response = await Http.GetAsync("/docs/");
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            var nonce = Regex.Match(policy, "script-src 'nonce-([0-9a-f]{32})' 'strict-dynamic';").Groups[1].Value;
            nonces.Add(nonce);
            var scripts = ScriptTag().Matches(await response.Content.ReadAsStringAsync());
            Assert.Equal(3, scripts.Count);
            Assert.All(scripts, script => Assert.Contains($"nonce=\"{nonce}\"", script.Value, StringComparison.Ordinal));
            Assert.Contains("default-src 'none';", policy, StringComparison.Ordinal);
            Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        }

        Assert.Equal(2, nonces.Count);
    }

    [Fact]
    public async Task The_short_address_leads_to_the_page()
    {
        using var response = await Http.GetAsync("/docs");
        Assert.Equal((302, "docs/"), ((int)response.StatusCode, response.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task The_document_is_JSON_by_name_and_HEAD_says_how_long_it_is()
    {
        using var response = await Http.GetAsync("/openapi.json");
        using var head = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/openapi.json"));
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(response.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex ScriptTag();

    [GeneratedRegex("src=\"([^\"]+)\"")]
    private static partial Regex Source();
}
