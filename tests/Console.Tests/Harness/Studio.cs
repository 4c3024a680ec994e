using CgLicense.TestServer;

namespace CgLicense.Console.Tests.Harness;

/// <summary>A small seller with a bit of everything, so that no page is empty.</summary>
internal static class Studio
{
    /// <summary>The key of its busiest license, and the product it is of.</summary>
    public static async Task<(string Key, string Product)> Open(ConsoleServer console, string name = "Mesh tools")
    {
        var server = console.Server;
        var product = await server.Admin.CreateProduct(new VariantRequest { Name = "indie", MaxMachines = 3, Features = ["export", "usd"] });
        var key = "";
        foreach (var status in new[] { LicenseStatus.Active, LicenseStatus.Suspended, LicenseStatus.Degraded, LicenseStatus.Revoked, LicenseStatus.Active })
        {
            key = await server.Admin.CreateLicense(new CreateLicenseRequest { Email = $"{status}@studio.example", ProductId = product, PurchaseId = "order-" + status });
            await server.Admin.Update(new UpdateLicenseRequest { LicenseKey = key, Status = status });
        }

        await console.Activate(key, product, "workstation-1");
        var page = (await console.Visit()).Page;
        foreach (var (path, body) in Calls(product, name))
            await Post(page, path, body);
        await page.Context.CloseAsync();
        await server.Sql("INSERT INTO violation (license_id, type, severity, detected_at, details) SELECT id, 'impossible_travel', 3, 1700000000000, 'Two continents within an hour' FROM license WHERE purchase_id = 'order-degraded'");
        await server.SellsAt("plink_" + product, "pi_" + product, "waits@studio.example");
        return (key, product);
    }

    public static async Task Post(IPage page, string path, object body)
    {
        var answer = await page.APIRequest.PostAsync(path, new() { DataObject = body, Headers = [new("X-CgLicense-Console", "1")] });
        Assert.True(answer.Ok, path + ": " + await answer.TextAsync());
    }

    private static (string, object)[] Calls(string product, string name) =>
    [
        ("/updateProduct", new { productId = product, name }),
        ("/createTrialCode", new { code = "TRY-" + product, productId = product, trialDays = 14 }),
        ("/createDiscountCode", new { code = "SPRING-" + product, productId = product, percent = 20, maxUses = 100 }),
        ("/createStudioOrder", new { email = "buyer@studio.example", productId = product, seats = 5, variant = "indie" }),
        ("/createPrice", new { priceId = "price_" + product, productId = product, variant = "indie" }),
        ("/sendTestMail", new { productId = product, email = "tester@studio.example" }),
        ("/createApiKey", new { creatorId = "creator", name }),
        ("/createWebhookEndpoint", new { url = "http://127.0.0.1:9/hooks", creatorId = "creator", description = name }),
    ];
}
