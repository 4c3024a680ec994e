using CgLicense.TestServer;

namespace CgLicense.Console.Tests;

/// <summary>The whole way of a person with a browser: to a provider that others wrote, and back to the page they asked for.</summary>
public sealed class SingleSignOn(ConsoleServer console) : IClassFixture<ConsoleServer>
{
    [Fact]
    public async Task A_person_signs_in_at_the_provider_and_comes_back_to_the_page_they_asked_for()
    {
        var url = "http://127.0.0.1:" + FreePort.Find();
        await using var provider = await OpenIdProviderProcess.Start(url);
        await using var server = await ServerProcess.Start(url: url, environment: new Dictionary<string, string>(provider.Settings(url))
        {
            ["CGLICENSE_CONSOLE"] = Path.Combine(RepositoryRoot.Path, "artifacts", "console"),
        });
        await using var visit = await console.Visit(signedIn: false);
        // The provider has neither an icon nor the fonts that it asks others for.
        visit.ExpectsRefusals = true;
        await visit.Page.GotoAsync(url + "/console/settings");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with single sign-on" }).ClickAsync();
        await visit.Page.GetByPlaceholder("Enter any login").FillAsync("ann");
        await visit.Page.GetByPlaceholder("and password").FillAsync("any");
        await visit.Click("Sign-in");
        await visit.Click("Continue");
        await visit.Sees("administrator of this server: ann@studio.example");
        Assert.EndsWith("/console/settings", visit.Page.Url, StringComparison.Ordinal);
        await visit.Click("Sign out");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with single sign-on" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_a_provider_the_sign_in_page_speaks_of_none()
    {
        await using var visit = await console.Visit(signedIn: false);
        await visit.Page.GotoAsync("/console/");
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("single sign-on")).ToHaveCountAsync(0);
    }
}
