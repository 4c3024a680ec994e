namespace CgLicense.Console.Tests;

/// <summary>Codes, orders, keys and webhooks, each on a desk and on a phone.</summary>
public sealed class SellingJobs(ConsoleServer console) : IClassFixture<ConsoleServer>
{
    public static TheoryData<int> Widths { get; } = [1280, 390];

    [Theory, MemberData(nameof(Widths))]
    public async Task Many_licenses_are_suspended_at_once(int width)
    {
        var product = await console.Server.Admin.CreateProduct();
        for (var i = 0; i < 3; i++)
            await console.Server.Admin.CreateLicense(new CreateLicenseRequest { Email = $"bulk-{i}@studio.example", ProductId = product });
        await using var visit = await console.Visit(width);
        await visit.Open("licenses");
        await visit.Page.GetByLabel("Product").First.SelectOptionAsync(product);
        await Expect(visit.Page.Locator("[data-row]")).ToHaveCountAsync(3);
        await visit.Page.GetByLabel("Select all that are loaded").CheckAsync();
        await visit.Click("Suspend");
        await visit.Click("Suspend 3");
        await visit.Sees("3 of 3, 0 refused");
        await visit.Confirm("Close");
        await Expect(visit.Page.Locator("[data-row] .chip.warn")).ToHaveCountAsync(3);
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task Who_changed_what_is_read_on_the_license_and_on_the_audit_page(int width)
    {
        var key = await console.Server.Admin.CreateLicense(new CreateLicenseRequest { Email = "audit@studio.example", ProductId = await console.Server.Admin.CreateProduct() });
        await console.Server.Admin.Post(
            "/updateLicense", new UpdateLicenseRequest { LicenseKey = key, MaxMachines = 9 }, ProtocolJson.Wire.UpdateLicenseRequest, ProtocolJson.Wire.LicenseAnswer);
        await using var visit = await console.Visit(width);
        await visit.Open("licenses/" + key);
        await visit.Sees("maxMachines 2 → 9");
        await visit.Open("audit");
        await visit.Page.GetByLabel("What ( / )").FillAsync("updateLicense");
        await Expect(visit.Page.Locator("[data-row]").Filter(new() { HasText = "createLicense" })).ToHaveCountAsync(0);
        await visit.Page.Locator("[data-row] a").First.ClickAsync();
        await visit.Sees("updateLicense");
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "History" }).ScrollIntoViewIfNeededAsync();
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task Trial_and_discount_codes_are_made(int width)
    {
        var product = await console.Server.Admin.CreateProduct();
        await using var visit = await console.Visit(width);
        await visit.Open("trialCodes");
        await visit.Click("New trial code");
        await visit.Page.GetByLabel("Code", new() { Exact = true }).FillAsync($"TRY-{width}");
        await visit.Fill("Product", product);
        await visit.Confirm("Create");
        await visit.Sees($"TRY-{width}");
        await visit.Open("discountCodes");
        await visit.Click("New discount code");
        await visit.Page.GetByLabel("Code", new() { Exact = true }).FillAsync($"SPRING-{width}");
        await visit.Fill("Product, empty: all", product);
        await visit.Fill("Percent off", "20");
        await visit.Confirm("Create");
        await visit.Sees($"SPRING-{width}");
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task A_studio_order_shows_its_seat_codes(int width)
    {
        var product = await console.Server.Admin.CreateProduct();
        await using var visit = await console.Visit(width);
        await visit.Open("studioOrders");
        await visit.Click("New order");
        await visit.Fill("E-mail of the buyer", $"buyer-{width}@studio.example");
        await visit.Page.GetByLabel("Product", new() { Exact = true }).FillAsync(product);
        await visit.Fill("Seats, 1 to 1000", "3");
        await visit.Confirm("Order");
        await visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = $"buyer-{width}" }).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(visit.Page.GetByText("SEAT-")).ToHaveCountAsync(3);
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task An_API_key_is_shown_once_signs_its_creator_in_and_is_revoked(int width)
    {
        await using var visit = await console.Visit(width);
        await visit.Open("apiKeys");
        await visit.Click("New API key");
        await visit.Fill("Name, such as shop", $"shop {width}");
        await visit.Fill("Creator whose data it sees", $"creator-{width}");
        await visit.Confirm("Create");
        var key = await visit.Page.Locator(".secret code").TextContentAsync();
        await using (var creator = await console.Visit(width, signedIn: false))
        {
            await creator.SignIn(key!);
            await creator.Open("settings");
            await creator.Sees($"creator creator-{width}");
        }

        await visit.Click($"Revoke shop {width}");
        await visit.Confirm("Revoke");
        await Expect(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = $"shop {width}" })).ToContainTextAsync("revoked");
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task A_webhook_endpoint_is_registered_tested_and_its_delivery_replayed(int width)
    {
        await using var visit = await console.Visit(width);
        await visit.Open("webhooks");
        await visit.Click("New endpoint");
        // Nobody listens on port 9 of this computer, so the delivery fails and can be replayed.
        await visit.Fill("URL, https://", $"http://127.0.0.1:9/{width}");
        await visit.Fill("Creator", $"hooks-{width}");
        await visit.Confirm("Register");
        await Expect(visit.Page.Locator(".secret code")).ToContainTextAsync("whsec_");
        await visit.Click($"Send a test to http://127.0.0.1:9/{width}");
        await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("Replay webhook.test") }).First.ClickAsync();
        await visit.Sees("It is sent again.");
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task A_purchase_that_waits_is_licensed_once_its_price_stands_for_a_product(int width)
    {
        var product = await console.Server.Admin.CreateProduct(new VariantRequest { Name = "indie" });
        await console.Server.SellsAt($"plink_{width}", $"pi_{width}", $"stripe-{width}@studio.example");
        await using var visit = await console.Visit(width);
        await visit.Open("purchases");
        await visit.Page.GetByLabel("Show").SelectOptionAsync("waiting");
        await Expect(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = $"plink_{width}" })).ToContainTextAsync("49.00 EUR");
        await visit.Click($"Set price plink_{width}");
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Product").SelectOptionAsync(product);
        await dialog.GetByLabel("Variant").SelectOptionAsync("indie");
        await visit.Confirm("Set");
        await visit.Sees("Set. 1 waiting purchases were licensed.");
        await visit.Page.GetByLabel("Show").SelectOptionAsync("");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = $"pi_{width}" }).ClickAsync();
        await visit.Sees($"stripe-{width}@studio.example");
        await visit.Open("purchases");
        await visit.Click($"Delete plink_{width}");
        await visit.Confirm("Delete");
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Delete plink_{width}" })).ToHaveCountAsync(0);
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task Mail_is_worded_tried_and_sent_again(int width)
    {
        var product = await console.Server.Admin.CreateProduct();
        await console.Server.Admin.CreateLicense(new CreateLicenseRequest { Email = $"mail-{width}@studio.example", ProductId = product, SendEmail = true });
        await using var visit = await console.Visit(width);
        await visit.Open("mail/" + product);
        await visit.Fill("Sender's name", $"Mesh {width}");
        await visit.Click("Save settings");
        await visit.Fill("Subject", "Welcome to {{product}}");
        await visit.Click("Save wording");
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Preview" })).ToContainTextAsync("Welcome to Tool");
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Preview" })).ToContainTextAsync($"Mesh {width} <");
        await visit.Fill("Send a test mail to", $"tester-{width}@studio.example");
        await visit.Click("Send test");
        await visit.Sees("It is on its way");
        await visit.Open("mail");
        await visit.Page.GetByLabel("Product").SelectOptionAsync(product);
        await Expect(visit.Page.GetByText($"tester-{width}@studio.example")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = $"mail-{width}@" }).GetByRole(AriaRole.Button).ClickAsync();
        await visit.Confirm("Send again");
        await visit.Sees("It is sent again.");
    }
}
