using System.Text.RegularExpressions;
using CgLicense.TestServer;

namespace CgLicense.Console.Tests.Portal;

/// <summary>A server that people reach at its own address and that writes its mail into files, and one Chromium.</summary>
public sealed partial class PortalServer : IAsyncLifetime
{
    public const string RenewUrl = "https://shop.example/renew?product=mesh&from=portal";

    private readonly string files = Directory.CreateTempSubdirectory("cglicense-portal-").FullName;

    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private ServerProcess server = null!;

    private string Mail => Path.Combine(files, "mail");

    public async ValueTask InitializeAsync()
    {
        var python = Directory.CreateDirectory(Path.Combine(files, "sdk", "python", "cg_license")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "sdk", "python", "cg_license"), "*.py"))
            File.Copy(file, Path.Combine(python, Path.GetFileName(file)));
        // The address must be known before the server is: links in its mail begin with it.
        var url = "http://127.0.0.1:" + FreePort.Find();
        server = await ServerProcess.Start(url: url, environment: new Dictionary<string, string>
        {
            ["CGLICENSE_PUBLIC_URL"] = url, ["CGLICENSE_SDK"] = Path.Combine(files, "sdk"), ["CGLICENSE_MAIL_FOLDER"] = Mail,
        });
        // A busy machine may take its time; what never comes still fails.
        SetDefaultExpectTimeout(20_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await server.DisposeAsync();
        Directory.Delete(files, recursive: true);
    }

    /// <param name="width">Of the window, in CSS pixels: 1280 is a desk, 390 a phone.</param>
    /// <param name="dark">What the operating system is set to.</param>
    public async Task<Visit> Visit(int width = 1280, bool dark = false)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = server.Url,
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        context.SetDefaultTimeout(20_000);
        return new Visit(await context.NewPageAsync(), server);
    }

    /// <summary>Somebody with two licenses, one of them in use on two computers.</summary>
    public async Task<(string Email, string Key)> NewCustomer()
    {
        var email = $"artist-{Guid.NewGuid().ToString("N")[..8]}@studio.example";
        var product = await server.Admin.CreateProduct(new VariantRequest { Name = "indie", MaxMachines = 3 });
        await server.Sql($"UPDATE product SET name = 'Mesh tools' WHERE slug = '{product}'; INSERT INTO product_mail (product_id, active, renew_url, support_email) SELECT id, 1, '{RenewUrl}', 'help@mesh-tools.example' FROM product WHERE slug = '{product}'");
        await server.Admin.CreateLicense(new CreateLicenseRequest { Email = email, ProductId = product });
        var key = await server.Admin.CreateLicense(new CreateLicenseRequest { Email = email, ProductId = product, Variant = "indie", ExpiresAt = DateTimeOffset.Parse("2030-01-31T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture) });
        await server.Activate(key, product, "workstation-1", 'a');
        await server.Activate(key, product, "a-render-node-with-a-name-that-is-longer-than-a-phone-is-wide.farm.studio.example", 'b');
        return (email, key);
    }

    /// <summary>The link in the mail that was written to somebody, once it is there.</summary>
    public async Task<string> LinkInMail(string email)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            foreach (var file in Directory.Exists(Mail) ? Directory.GetFiles(Mail, "*.eml") : [])
            {
                var text = (await File.ReadAllTextAsync(file, patience.Token)).Replace("=\r\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
                if (text.Contains(email, StringComparison.Ordinal) && Link().Match(text) is { Success: true } link)
                    return link.Value;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/portal/link\?token=[0-9a-f]{64}")]
    private static partial Regex Link();
}
