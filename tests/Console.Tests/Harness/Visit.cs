using CgLicense.TestServer;

namespace CgLicense.Console.Tests.Harness;

/// <summary>A person at a browser. Whatever the browser complains about fails the test when the visit ends.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly List<string> complaints = [];

    public Visit(IPage page, ServerProcess server)
    {
        (Page, Server) = (page, server);
        // Violations of the content security policy are console errors too.
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IPage Page { get; }

    public ServerProcess Server { get; }

    /// <summary>The server refuses something in this test on purpose; the browser notes each answer of 400 and above.</summary>
    public bool ExpectsRefusals { get; set; }

    public async Task SignIn(string secret)
    {
        await Page.GotoAsync("/console/");
        await Page.GetByLabel("Admin secret or API key").FillAsync(secret);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
    }

    /// <summary>Opens a page of the console by its address, as a bookmark does.</summary>
    public async Task Open(string path)
    {
        await Page.GotoAsync("/console/" + path);
        await Expect(Page.Locator("h1")).ToBeVisibleAsync();
    }

    public Task Click(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task Fill(string label, string text) => Page.GetByLabel(label).FillAsync(text);

    /// <summary>Presses the dialog's own button, and waits until the dialog has gone.</summary>
    public async Task Confirm(string button)
    {
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
    }

    public Task Sees(string text) => Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    public IReadOnlyList<string> Complaints => ExpectsRefusals
        ? [.. complaints.Where(text => !text.Contains("Failed to load resource", StringComparison.Ordinal))]
        : complaints;

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(Complaints);
    }
}
