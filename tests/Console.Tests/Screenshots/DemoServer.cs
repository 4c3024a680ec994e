using CgLicense.TestServer;

namespace CgLicense.Console.Tests.Screenshots;

/// <summary>A server for the pictures in docs/images, with the console, the SDKs and mail as files, and one Chromium.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    private readonly string mail = Directory.CreateTempSubdirectory("cglicense-pictures-").FullName;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var artifacts = Path.Combine(RepositoryRoot.Path, "artifacts");
        Server = await ServerProcess.Start(environment: new Dictionary<string, string>
        {
            ["CGLICENSE_CONSOLE"] = Path.Combine(artifacts, "console"), ["CGLICENSE_SDK"] = Path.Combine(artifacts, "sdk"),
            ["CGLICENSE_MAIL_FOLDER"] = mail, ["CGLICENSE_MAIL_FROM"] = "licenses@northlight.example",
            ["CGLICENSE_STRIPE_SECRET"] = Stripe.Secret, ["CGLICENSE_WEBHOOK_ALLOW_PRIVATE"] = "true",
        });
        SetDefaultExpectTimeout(30_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(mail, recursive: true);
    }

    /// <param name="width">Of the window, in CSS pixels.</param>
    public async Task<Visit> Visit(bool dark = false, int width = 1280, int height = 800)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = Server.Url,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(30_000);
        return new Visit(await context.NewPageAsync(), Server);
    }
}
