namespace CgLicense.Server.Tests.Lives;

/// <summary>A server with a database and a clock of its own, for lives that are played one after another.</summary>
internal sealed class World(RunningServer server, StillClock clock) : IAsyncDisposable
{
    public const string Product = "tool";
    public const string OtherProduct = "other-tool";
    public const string NoProduct = "no-tool";

    public RunningServer Server { get; } = server;

    public StillClock Clock { get; } = clock;

    public static async Task<World> Make(EngineFixture engine)
    {
        var clock = new StillClock(TestKeys.Epoch);
        var world = new World(await RunningServer.Start(await engine.Fresh(), clock), clock);
        foreach (var slug in new[] { Product, OtherProduct })
            (await world.Server.Admin("/createProduct", new { name = slug, slug, creatorId = "studio-one" })).Ok();
        foreach (var terms in LifeGen.Kinds)
            (await world.Server.Admin("/createVariant", Variant(terms))).Ok();
        return world;
    }

    public async Task<Life> Sell(Terms terms, Action<string> heard)
    {
        var sold = (await Server.Admin("/createLicense", new
        {
            email = "artist@studio.example", productId = Product, variant = terms.Variant, maxMachines = terms.MaxMachines,
            maxConcurrent = terms.MaxConcurrent,
        })).Ok();
        var key = sold.String("licenseKey")!;
        var id = await Server.Database.Read(session => session.Number("SELECT id FROM license WHERE license_key = @key", ("key", key)));
        return new Life(this, new LicenseModel(terms, key) { Now = Clock.GetUtcNow() }, id!.Value, heard);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static object Variant(Terms terms) => new
    {
        productId = Product, name = terms.Variant, licenseType = terms.Type, seatScope = terms.PerProcess ? "process" : "machine",
        activationsPerHour = terms.ActivationsPerHour, tokenDays = Terms.TokenDays, sessionSeconds = Terms.SessionSeconds,
        heartbeatSeconds = Terms.HeartbeatSeconds, maxConcurrent = terms.IsFloating ? 1 : 0,
    };
}
