using System.Text.RegularExpressions;

namespace CgLicense.Console.Tests;

/// <summary>The main jobs of a creator, each on a desk and on a phone.</summary>
public sealed class CreatorJobs(ConsoleServer console) : IClassFixture<ConsoleServer>
{
    public static TheoryData<int> Widths { get; } = [1280, 390];

    [Theory, MemberData(nameof(Widths))]
    public async Task A_product_with_a_variant_is_made(int width)
    {
        await using var visit = await console.Visit(width);
        await visit.Open("products");
        await visit.Click("New product");
        await visit.Fill("Name", "Mesh tool");
        await visit.Fill("Slug", $"mesh-{width}");
        await visit.Fill("Creator", "creator");
        await visit.Confirm("Create");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = $"mesh-{width}" }).ClickAsync();
        await visit.Click("New variant");
        await visit.Fill("Name, such as indie", "studio");
        await visit.Fill("Machines", "5");
        await visit.Confirm("Create");
        await Expect(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "studio" })).ToContainTextAsync("per-machine");
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task A_license_is_made_and_shown(int width)
    {
        var product = await console.Server.Admin.CreateProduct();
        await using var visit = await console.Visit(width);
        await visit.Open("licenses");
        await visit.Click("New license");
        await visit.Fill("E-mail of the customer", "artist@studio.example");
        await visit.Page.GetByRole(AriaRole.Dialog).GetByLabel("Product").SelectOptionAsync(product);
        await visit.Confirm("Create");
        await visit.Sees("artist@studio.example");
        await visit.Sees("No machine has activated this license.");
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task A_license_is_found_as_one_types(int width)
    {
        await Sell($"needle-{width}@studio.example");
        await Sell($"hay-{width}@studio.example");
        await using var visit = await console.Visit(width);
        await visit.Open("licenses");
        await visit.Page.Locator("h1").ClickAsync();
        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.Keyboard.TypeAsync($"NEEDLE-{width}");
        await Expect(visit.Page.Locator("[data-row]")).ToHaveCountAsync(1);
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Sees($"needle-{width}@studio.example");
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task What_happened_day_by_day_is_looked_at(int width)
    {
        var product = await console.Server.Admin.CreateProduct();
        foreach (var (daysAgo, activations) in new[] { (1, 12), (40, 30) })
        {
            await console.Server.Sql(
                $"INSERT INTO tally (product_id, day, measure, amount) SELECT id, unixepoch() / 86400 - {daysAgo}, 'activations', {activations} FROM product WHERE slug = '{product}'");
        }

        await using var visit = await console.Visit(width);
        await visit.Open("products/" + product);
        var chart = visit.Page.GetByRole(AriaRole.Img, new() { Name = "Activations: 12 in all" });
        await Expect(chart.Locator("title")).ToHaveCountAsync(30);
        await visit.Page.GetByLabel("Period").SelectOptionAsync("90 days");
        await Expect(visit.Page.GetByRole(AriaRole.Img, new() { Name = "Activations: 42 in all" }).Locator("title")).ToHaveCountAsync(90);
        await visit.Page.GetByText("Show as table").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "What happened, as a table" }).Locator("tbody tr")).ToContainTextAsync(["12", "30"]);
        await visit.Open("");
        await Expect(visit.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Activations: ") })).ToBeVisibleAsync();
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task Where_the_machines_are_and_what_runs_on_them_is_looked_at(int width)
    {
        var product = await console.Server.Admin.CreateProduct();
        await console.Server.Sql(
            $"INSERT INTO tally (product_id, day, measure, amount) SELECT id, 0, m.column1, m.column2 FROM product, (VALUES ('machines', 10), ('country.NZ', 7), ('country.AX', 2), ('sdk.python/0.1.0', 9)) m WHERE slug = '{product}'");
        await using var visit = await console.Visit(width);
        await visit.Open("products/" + product);
        await Expect(visit.Page.GetByRole(AriaRole.Table, new() { Name = "Machines by country" }).Locator("tbody tr"))
            .ToContainTextAsync([new Regex("New Zealand\\s*7"), new Regex("Åland Islands\\s*2"), new Regex("Unknown\\s*1")]);
        await Expect(visit.Page.GetByRole(AriaRole.Table, new() { Name = "Machines by SDK" }).Locator("tbody tr"))
            .ToContainTextAsync([new Regex("python/0\\.1\\.0\\s*9"), new Regex("Unknown\\s*1")]);
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task Only_what_was_edited_is_sent(int width)
    {
        var key = await Sell("edit@studio.example");
        await using var visit = await console.Visit(width);
        await visit.Open("licenses/" + key);
        await visit.Click("Edit");
        await visit.Fill("Machines (-1: no limit)", "7");
        var sent = await visit.Page.RunAndWaitForRequestAsync(() => visit.Confirm("Save"), "**/updateLicense");
        Assert.Equal($$"""{"licenseKey":"{{key}}","maxMachines":7}""", sent.PostData);
        await visit.Sees("Machines (0 of 7)");
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task A_license_is_revoked_and_reinstated(int width)
    {
        var key = await Sell("revoke@studio.example");
        await using var visit = await console.Visit(width);
        await visit.Open("licenses/" + key);
        foreach (var (button, status) in new[] { ("Revoke", "revoked"), ("Reinstate", "active") })
        {
            await visit.Click(button);
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = button + " 1" }).ClickAsync();
            await visit.Sees("1 of 1, 0 refused");
            await visit.Confirm("Close");
            await Expect(visit.Page.Locator(".facts .chip")).ToHaveTextAsync(status);
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public async Task A_lost_machine_is_freed(int width)
    {
        var key = await Sell("lost@studio.example", out var product);
        await console.Activate(key, await product, "workstation-7");
        await using var visit = await console.Visit(width);
        await visit.Open("licenses/" + key);
        await visit.Click("Free workstation-7");
        await visit.Confirm("Free it");
        await visit.Sees("No machine has activated this license.");
    }

    private Task<string> Sell(string email) => Sell(email, out _);

    private Task<string> Sell(string email, out Task<string> product)
    {
        var made = console.Server.Admin.CreateProduct();
        product = made;
        return Make();

        async Task<string> Make() =>
            await console.Server.Admin.CreateLicense(new CreateLicenseRequest { Email = email, ProductId = await made });
    }
}
