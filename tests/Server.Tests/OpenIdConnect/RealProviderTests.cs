using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.OpenIdConnect;

/// <summary>The program itself and a provider that others wrote, with nothing in between but HTTP.</summary>
public sealed partial class RealProviderTests : IAsyncLifetime
{
    private OpenIdProviderProcess provider = null!;
    private ServerProcess server = null!;

    public async ValueTask InitializeAsync()
    {
        var url = "http://127.0.0.1:" + FreePort.Find();
        provider = await OpenIdProviderProcess.Start(url);
        server = await ServerProcess.Start(url: url, environment: provider.Settings(url));
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task An_admin_signs_in_with_an_address_that_only_the_userinfo_endpoint_tells()
    {
        using var browser = NewBrowser();
        var seen = await SignIn(browser, "ann");
        Assert.EndsWith("/console/products", seen.Url, StringComparison.Ordinal);
        var who = await Session(browser);
        Assert.Equal((true, "ann@studio.example"), (who.GetProperty("isAdmin").GetBoolean(), who.GetProperty("person").GetString()));
    }

    [Fact]
    public async Task A_member_of_a_group_acts_for_the_group_s_creator()
    {
        using var browser = NewBrowser();
        await SignIn(browser, "ben");
        var who = await Session(browser);
        Assert.Equal((false, "studio-one"), (who.GetProperty("isAdmin").GetBoolean(), who.GetProperty("creatorId").GetString()));
    }

    [Theory]
    [InlineData("mallory", "mallory@studio.example, which nobody has verified")]
    [InlineData("carl", "carl@studio.example")]
    public async Task Whoever_is_not_let_in_reads_why(string name, string shown)
    {
        using var browser = NewBrowser();
        var seen = await SignIn(browser, name);
        Assert.Contains("You may not sign in here yet", seen.Markup, StringComparison.Ordinal);
        Assert.Contains(shown, seen.Markup, StringComparison.Ordinal);
        Assert.False((await Session(browser)).GetProperty("signedIn").GetBoolean());
    }

    [Fact]
    public async Task Nothing_of_a_sign_in_is_in_the_log()
    {
        using var browser = NewBrowser();
        await SignIn(browser, "ann");
        await SignIn(browser, "mallory");
        using var declined = await browser.GetAsync("/oidc/callback?code=a-code-to-be-kept&state=x");
        Assert.DoesNotContain("studio.example", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("a-code-to-be-kept", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("a-client-secret", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", server.Output, StringComparison.Ordinal);
        Assert.Contains($"register {server.Url}/oidc/callback", server.Output, StringComparison.Ordinal);
    }

    // As a browser: cookies for both sides, and every redirect followed.
    private HttpClient NewBrowser() =>
        new(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(server.Url) };

    private static async Task<(string Url, string Markup)> SignIn(HttpClient browser, string name)
    {
        var (url, markup) = await Read(await browser.GetAsync("/oidc/start?to=products"));
        // First the form that asks who it is, then the one that asks whether this server may know.
        while (Form().Match(markup) is { Success: true } form)
        {
            using var fields = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["prompt"] = form.Groups["prompt"].Value, ["login"] = name, ["password"] = "any",
            });
            (url, markup) = await Read(await browser.PostAsync(new Uri(new Uri(url), form.Groups["action"].Value), fields));
        }

        return (url, markup);
    }

    private static async Task<(string Url, string Markup)> Read(HttpResponseMessage response)
    {
        using (response)
            return (response.RequestMessage!.RequestUri!.ToString(), await response.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> Session(HttpClient browser)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/session") { Content = new StringContent("{}") };
        request.Headers.Add("X-CgLicense-Console", "1");
        using var answer = await browser.SendAsync(request);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    [GeneratedRegex("<form[^>]*action=\"(?<action>[^\"]+)\"[^>]*>.*?name=\"prompt\" value=\"(?<prompt>[^\"]+)\"", RegexOptions.Singleline)]
    private static partial Regex Form();
}
