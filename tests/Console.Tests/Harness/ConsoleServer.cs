using CgLicense.TestServer;

namespace CgLicense.Console.Tests.Harness;

/// <summary>A server process of its own per test class, on SQLite, and one Chromium.</summary>
public sealed class ConsoleServer : IAsyncLifetime
{
    private IPlaywright playwright = null!;

    public ServerProcess Server { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var files = Path.Combine(RepositoryRoot.Path, "artifacts", "console");
        Assert.True(File.Exists(Path.Combine(files, "index.html")), "The console is not published: run ./build.sh console first.");
        Server = await ServerProcess.Start(environment: new Dictionary<string, string>
        {
            ["CGLICENSE_CONSOLE"] = files, ["CGLICENSE_WEBHOOK_ALLOW_PRIVATE"] = "true", ["CGLICENSE_STRIPE_SECRET"] = Stripe.Secret,
        });
        // A busy machine may take its time; what never comes still fails.
        SetDefaultExpectTimeout(20_000);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
        await Server.DisposeAsync();
    }

    /// <param name="width">Of the window, in CSS pixels: 1280 is a desk, 390 a phone.</param>
    /// <param name="dark">What the operating system is set to.</param>
    public async Task<Visit> Visit(int width = 1280, bool dark = false, bool signedIn = true)
    {
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = Server.Url,
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(20_000);
        var visit = new Visit(await context.NewPageAsync(), Server);
        if (signedIn)
            await visit.SignIn(ServerProcess.AdminSecret);
        return visit;
    }
}
