using CgLicense.TestServer;

namespace CgLicense.Console.Tests.Screenshots;

/// <summary>The pictures in the documentation. Compiled only for <c>./build.sh screenshots</c>: they are made, not tested.</summary>
public sealed class Pictures(DemoServer demo) : IClassFixture<DemoServer>
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "docs", "images");

    private const int TallerThanItsCharts = 1340;

    [Fact]
    public async Task Are_taken()
    {
        Directory.CreateDirectory(Folder);
        var key = await DemoStudio.Open(demo);
        await using (var visit = await demo.Visit())
        {
            await visit.Page.GotoAsync("/");
            await Take(visit, "home");
            await visit.SignIn(ServerProcess.AdminSecret);
            await visit.Page.SetViewportSizeAsync(1280, TallerThanItsCharts);
            await Overview(visit, "overview");
            await visit.Page.SetViewportSizeAsync(1280, 800);
            foreach (var path in new[] { "licenses", "products", "purchases", "violations", "audit", "mail", "webhooks" })
            {
                await visit.Open(path);
                await Expect(visit.Page.Locator("[data-row]").First).ToBeVisibleAsync();
                await Take(visit, path);
            }

            await visit.Open("licenses/" + key);
            await visit.Sees("workstation-1");
            await Take(visit, "license");
            await visit.Open("mail/" + DemoStudio.Product);
            await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "What it says" })).ToBeVisibleAsync();
            await Take(visit, "mail-wording");
        }

        await using (var night = await demo.Visit(dark: true, height: TallerThanItsCharts))
        {
            await night.SignIn(ServerProcess.AdminSecret);
            await Overview(night, "overview-dark");
        }

        await using (var phone = await demo.Visit(dark: true, width: 390, height: 844))
        {
            await phone.SignIn(ServerProcess.AdminSecret);
            await Overview(phone, "overview-phone");
        }

        await Portal(key);
    }

    private async Task Portal(string key)
    {
        var license = await demo.Server.Admin.GetLicense(key);
        await using var visit = await demo.Visit();
        await visit.Page.GotoAsync("/portal");
        await visit.Fill("License key", key);
        await visit.Fill("E-mail address of the purchase", license.License.Email);
        await visit.Click("Sign in");
        await visit.Sees("workstation-1");
        await Take(visit, "portal");
    }

    private static async Task Overview(Visit visit, string name)
    {
        await visit.Open("");
        await Expect(visit.Page.Locator(".chart")).ToHaveCountAsync(6);
        await Expect(visit.Page.Locator("[data-row]").First).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".tile").GetByText("…")).ToHaveCountAsync(0);
        await Take(visit, name);
    }

    private static Task Take(Visit visit, string name) => visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png") });
}
