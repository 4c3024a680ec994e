using CgLicense.TestServer;
using Deque.AxeCore.Playwright;

namespace CgLicense.Console.Tests;

/// <summary>Every page in both themes at both widths: readable for everybody, quiet in the browser's console, kept as a picture.</summary>
public sealed class Looks(ConsoleServer console) : IClassFixture<ConsoleServer>
{
    private static readonly string Pictures = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots");

    private static readonly string[] Pages =
        ["", "licenses", "products", "discountCodes", "trialCodes", "studioOrders", "purchases", "mail", "violations", "audit", "webhooks", "apiKeys", "settings"];

    public static TheoryData<bool, int> Themes { get; } = new() { { false, 1280 }, { true, 1280 }, { false, 390 }, { true, 390 } };

    [Theory, MemberData(nameof(Themes))]
    public async Task Every_page_is_free_of_serious_barriers(bool dark, int width)
    {
        var (key, product) = await Studio.Open(console);
        await console.Server.Sql(
            $"INSERT INTO tally (product_id, day, measure, amount) SELECT id, 0, m.column1, m.column2 FROM product, (VALUES ('country.NZ', 1), ('sdk.python/0.1.0', 1)) m WHERE slug = '{product}'");
        await using (var stranger = await console.Visit(width, dark, signedIn: false))
        {
            await stranger.Page.GotoAsync("/console/");
            await Check(stranger.Page, "signIn", dark, width);
        }

        await using var visit = await console.Visit(width, dark);
        foreach (var path in Pages)
        {
            await visit.Open(path);
            await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await Check(visit.Page, path.Length == 0 ? "overview" : path, dark, width);
        }

        await visit.Open("products/" + product);
        await Expect(visit.Page.Locator(".chart").First).ToBeVisibleAsync();
        await Check(visit.Page, "product", dark, width);
        await visit.Open("mail/" + product);
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "What it says" })).ToBeVisibleAsync();
        await Check(visit.Page, "mail-wording", dark, width);
        await visit.Open("licenses/" + key);
        await visit.Sees("workstation-1");
        await Check(visit.Page, "license", dark, width);
        await visit.Click("Edit");
        await visit.Sees("Nothing changed yet.");
        await Check(visit.Page, "license-edit", dark, width);
    }

    private static async Task Check(IPage page, string name, bool dark, int width)
    {
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        Directory.CreateDirectory(Pictures);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{(dark ? "dark" : "light")}-{width}.png"), FullPage = true });
        var found = await page.RunAxe();
        var barriers = found.Violations.Where(each => each.Impact is "serious" or "critical")
            .Select(each => $"{name}: {each.Id}: {each.Help}: {string.Join(" | ", each.Nodes.Select(node => node.Html).Take(3))}");
        Assert.Empty(barriers);
    }
}
