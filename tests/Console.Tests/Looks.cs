using CgLicense.TestServer;
using Deque.AxeCore.Playwright;

namespace CgLicense.Console.Tests;

/// <summary>Every page in both themes at both widths: readable for everybody, quiet in the browser's console, kept as a picture.</summary>
public sealed class Looks(ConsoleServer console) : IClassFixture<ConsoleServer>
{
    private static readonly string Pictures = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots");

    private const int Desk = 1280;
    private const int Phone = 390;

    private static readonly string[] Pages =
        ["", "licenses", "products", "discountCodes", "trialCodes", "studioOrders", "purchases", "mail", "violations", "audit", "webhooks", "apiKeys", "settings"];

    [Theory, InlineData(false), InlineData(true)]
    public async Task Every_page_is_free_of_serious_barriers(bool dark)
    {
        var (key, product) = await Studio.Open(console);
        await console.Server.Sql(
            $"INSERT INTO tally (product_id, day, measure, amount) SELECT id, 0, m.column1, m.column2 FROM product, (VALUES ('country.NZ', 1), ('sdk.python/0.1.0', 1)) m WHERE slug = '{product}'");
        await using (var stranger = await console.Visit(dark: dark, signedIn: false))
        {
            await stranger.Page.GotoAsync("/console/");
            await Check(stranger.Page, "signIn", dark);
        }

        await using var visit = await console.Visit(dark: dark);
        foreach (var path in Pages)
        {
            await visit.Open(path);
            await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await Check(visit.Page, path.Length == 0 ? "overview" : path, dark);
        }

        await visit.Open("products/" + product);
        await Expect(visit.Page.Locator(".chart").First).ToBeVisibleAsync();
        await Check(visit.Page, "product", dark);
        await visit.Open("mail/" + product);
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "What it says" })).ToBeVisibleAsync();
        await Check(visit.Page, "mail-wording", dark);
        await visit.Open("licenses/" + key);
        await visit.Sees("workstation-1");
        await Check(visit.Page, "license", dark);
        await visit.Click("Edit");
        await visit.Sees("Nothing changed yet.");
        await Check(visit.Page, "license-edit", dark);
    }

    /// <summary>As wide as it was loaded, and then as wide as it was not: the page arranges itself anew when its window changes.</summary>
    private static async Task Check(IPage page, string name, bool dark)
    {
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        int[] widths = page.ViewportSize!.Width == Desk ? [Desk, Phone] : [Phone, Desk];
        foreach (var width in widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            // Whoever is not signed in has no menu.
            if (name != "signIn")
                await Expect(page.Locator(".mud-drawer--open")).ToHaveCountAsync(width == Desk ? 1 : 0);
            await page.EvaluateAsync("Promise.allSettled(document.getAnimations().map(each => each.finished)).then(() => true)");
            await Check(page, $"{name}-{(dark ? "dark" : "light")}-{width}");
        }
    }

    private static async Task Check(IPage page, string look)
    {
        Directory.CreateDirectory(Pictures);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, look + ".png"), FullPage = true });
        var found = await page.RunAxe();
        var barriers = found.Violations.Where(each => each.Impact is "serious" or "critical")
            .Select(each => $"{look}: {each.Id}: {each.Help}: {string.Join(" | ", each.Nodes.Select(node => node.Html).Take(3))}");
        Assert.Empty(barriers);
    }
}
