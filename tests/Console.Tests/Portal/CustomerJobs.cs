using CgLicense.TestServer;
using Deque.AxeCore.Playwright;

namespace CgLicense.Console.Tests.Portal;

/// <summary>What a customer comes for, at a desk in the light and with a phone in the dark; and how it looks.</summary>
public sealed class CustomerJobs(PortalServer portal) : IClassFixture<PortalServer>
{
    private static readonly string Pictures = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots");

    public static TheoryData<bool, int> Themes { get; } = new() { { false, 1280 }, { true, 390 } };

    [Theory, MemberData(nameof(Themes))]
    public async Task Sign_in_by_key_see_computers_free_one_and_find_the_way_to_renew(bool dark, int width)
    {
        var customer = await portal.NewCustomer();
        await using var visit = await portal.Visit(width, dark);
        await visit.Page.GotoAsync("/portal");
        await Look(visit, "portal-sign-in", dark, width);
        visit.ExpectsRefusals = true;
        await SignIn(visit, customer.Key, "somebody@else.example");
        await visit.Sees("There is no license with this key and this e-mail address.");
        await Look(visit, "portal-wrong", dark, width);
        await SignIn(visit, customer.Key, customer.Email);
        await visit.Sees("workstation-1");
        await visit.Sees("2 of 3 computers");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Renew" })).ToHaveAttributeAsync("href", PortalServer.RenewUrl);
        await Look(visit, "portal-license", dark, width);
        await visit.Page.GetByText("Free this computer …").First.ClickAsync();
        await Look(visit, "portal-free", dark, width);
        await visit.Click("Free workstation-1");
        await visit.Sees("The computer is free. Its place can be taken by another one now.");
        await visit.Sees("1 of 3 computers");
        await Expect(visit.Page.GetByText("workstation-1")).ToHaveCountAsync(0);
        await Look(visit, "portal-freed", dark, width);
        await visit.Click("Sign out");
        await visit.Sees("Sign in with your license key");
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task A_link_in_the_mail_opens_all_licenses(int width)
    {
        var customer = await portal.NewCustomer();
        await using var visit = await portal.Visit(width);
        await visit.Page.GotoAsync("/portal");
        await visit.Page.GetByLabel("E-mail address", new() { Exact = true }).FillAsync(customer.Email);
        await visit.Click("Send me the link");
        await visit.Sees("a link is on its way there");
        await Look(visit, "portal-sent", false, width);
        await visit.Page.GotoAsync(await portal.LinkInMail(customer.Email));
        await Look(visit, "portal-link", false, width);
        await visit.Click("Show my licenses");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Mesh tools" })).ToHaveCountAsync(2);
        await Look(visit, "portal-licenses", false, width);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Mesh tools" }).First.ClickAsync();
        await visit.Sees("License key");
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_home_page_and_the_explanations_are_free_of_serious_barriers(bool dark, int width)
    {
        await using var visit = await portal.Visit(width, dark);
        foreach (var (path, name) in new[] { ("/", "home"), ("/portal/help/machine-limit", "help-machine-limit"), ("/portal/help/expired", "help-expired"), ("/portal/help/revoked", "help-revoked") })
        {
            await visit.Page.GotoAsync(path);
            await Look(visit, name, dark, width);
        }
    }

    [Fact]
    public async Task The_python_sdk_is_one_click_away()
    {
        await using var visit = await portal.Visit();
        await visit.Page.GotoAsync("/");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Download the ZIP" }).ClickAsync());
        Assert.Equal("cglicense-python.zip", download.SuggestedFilename);
        using var zip = System.IO.Compression.ZipFile.OpenRead(await download.PathAsync());
        Assert.NotNull(zip.GetEntry("cg_license/root_key.pem"));
    }

    internal static async Task SignIn(Visit visit, string key, string email)
    {
        await visit.Fill("License key", key);
        await visit.Fill("E-mail address of the purchase", email);
        await visit.Click("Sign in");
    }

    internal static async Task Look(Visit visit, string name, bool dark, int width)
    {
        await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
        Directory.CreateDirectory(Pictures);
        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{(dark ? "dark" : "light")}-{width}.png"), FullPage = true });
        Assert.True(
            await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{name} is wider than the window at {width}.");
        var found = await visit.Page.RunAxe();
        Assert.Empty(found.Violations.Where(each => each.Impact is "serious" or "critical")
            .Select(each => $"{name}: {each.Id}: {each.Help}: {string.Join(" | ", each.Nodes.Select(node => node.Html).Take(3))}"));
    }
}
