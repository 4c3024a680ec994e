namespace CgLicense.Server.Tests.OpenIdConnect;

/// <summary>A server with single sign-on on the scenario's database, and a provider for it.</summary>
public abstract class OidcScenario(EngineFixture engine) : Scenario(engine), IAsyncLifetime
{
    private protected ForgingProvider Provider { get; private set; } = null!;

    private protected RunningServer Node { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await ForgingProvider.Start(Clock);
        Node = await NodeWith("ann@studio.example", "groups=licensing");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Node.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private protected Task<RunningServer> NodeWith(params string[] admins) => RunningServer.Start(OptionsWith(admins), Clock);

    private protected ServerOptions OptionsWith(params string[] admins) => Engine.Options with
    {
        PublicUrl = new Uri("https://licenses.example.com/cg"), Oidc = Provider.Options(admins),
    };

    private protected OidcBrowser NewBrowser() => new(Node, Provider);

    private protected async Task<OidcBrowser> SignedIn()
    {
        var browser = NewBrowser();
        Assert.Equal("/cg/console/", (await browser.SignIn()).Location);
        return browser;
    }

    private protected static async Task<bool> IsIn(OidcBrowser browser, RunningServer? at = null) =>
        (await browser.Post("/session", to: at)).Ok().Flag("signedIn");
}
