using CgLicense.TestServer;

namespace CgLicense.Console.Tests;

/// <summary>What somebody else on the network, or in the data, can do with the console: nothing.</summary>
public sealed class Strangers(ConsoleServer console) : IClassFixture<ConsoleServer>
{
    private const string Script = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";

    [Fact]
    public async Task A_script_in_any_field_is_shown_as_text()
    {
        var (_, product) = await Studio.Open(console, Script);
        await console.Server.Sql(
            $"""
            UPDATE license SET email = '{Script.Replace("'", "''", StringComparison.Ordinal)}', message = email, purchase_id = email;
            UPDATE activation SET hostname = '<b onmouseover=alert(1)>host</b>', user_name = hostname, sdk = hostname;
            UPDATE violation SET details = '<script>document.title=1</script>', type = details;
            UPDATE purchase_event SET type = '<script>document.title=1</script>';
            UPDATE mail SET last_error = '<script>document.title=1</script>';
            UPDATE product SET name = '<script>document.title=1</script>', creator_id = name;
            """);
        await using var visit = await console.Visit();
        foreach (var path in new[] { "", "licenses", "products", "discountCodes", "trialCodes", "studioOrders", "purchases", "mail", "violations", "webhooks", "apiKeys" })
        {
            await visit.Open(path);
            await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            Assert.EndsWith("– CG License", await visit.Page.TitleAsync(), StringComparison.Ordinal);
            await Expect(visit.Page.Locator("td script, td img, dd script, dd img, td b")).ToHaveCountAsync(0);
        }

        await visit.Open("mail/" + product);
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Preview" })).ToContainTextAsync("<script>");
        await Expect(visit.Page.Locator(".letter script, .letter img")).ToHaveCountAsync(0);
        await visit.Open("licenses");
        await Expect(visit.Page.GetByText("<img src=x").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Pages_cannot_be_framed_and_run_no_script_of_others()
    {
        await using var visit = await console.Visit(signedIn: false);
        var answer = await visit.Page.GotoAsync("/console/licenses");
        var headers = answer!.Headers;
        Assert.Contains("frame-ancestors 'none'", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Contains("script-src 'self' 'wasm-unsafe-eval';", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Equal(("nosniff", "no-referrer"), (headers["x-content-type-options"], headers["referrer-policy"]));
    }

    [Fact]
    public async Task Nothing_secret_stays_in_the_browser()
    {
        await using var visit = await console.Visit();
        await visit.Click("Privacy mode");
        var stored = await visit.Page.EvaluateAsync<string>("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])");
        Assert.Equal("""[{"cglicense.private":"1"},{},""]""", stored);
    }

    [Fact]
    public async Task Privacy_mode_masks_keys_and_addresses()
    {
        var (key, _) = await Studio.Open(console);
        await using var visit = await console.Visit();
        await visit.Open("licenses/" + key);
        await visit.Sees("@studio.example");
        await visit.Click("Privacy mode");
        await Expect(visit.Page.Locator("main, .mud-main-content")).Not.ToContainTextAsync("@studio.example");
        await Expect(visit.Page.Locator("h1")).Not.ToHaveTextAsync(key);
    }

    [Fact]
    public async Task Whoever_is_signed_out_everywhere_is_asked_to_sign_in_again()
    {
        await using var one = await console.Visit();
        await using var two = await console.Visit();
        two.ExpectsRefusals = true;
        // This page asks the server nothing by itself: the next question is the click's.
        await two.Open("settings");
        await one.Open("settings");
        await one.Click("Sign out everywhere");
        await one.Sees("You are signed out, or your session has ended.");
        await two.Page.GetByRole(AriaRole.Link, new() { Name = "Products", Exact = true }).ClickAsync();
        await two.Sees("You are signed out, or your session has ended.");
    }

    [Fact]
    public async Task A_wrong_secret_is_answered_with_what_to_do()
    {
        await using var visit = await console.Visit(signedIn: false);
        visit.ExpectsRefusals = true;
        await visit.Page.GotoAsync("/console/");
        await visit.Fill("Admin secret or API key", "not-the-secret");
        await visit.Click("Sign in");
        await visit.Sees("This is neither the admin secret nor an active API key. Check that it was copied whole.");
    }

    [Fact]
    public async Task A_session_that_has_ended_leads_to_the_sign_in_page()
    {
        await using var visit = await console.Visit();
        visit.ExpectsRefusals = true;
        // This page asks the server nothing by itself: the next question is the click's.
        await visit.Open("settings");
        await console.Server.Sql("UPDATE browser_session SET last_used_at = 0, created_at = 0");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Licenses", Exact = true }).ClickAsync();
        await visit.Sees("You are signed out, or your session has ended.");
        await Expect(visit.Page.GetByLabel("Admin secret or API key")).ToBeVisibleAsync();
    }
}
