using System.Text.Json;

namespace CgLicense.Server.Tests.Audit;

/// <summary>A server with a short history, and somebody who can write to its database behind its back.</summary>
internal sealed class History(RunningServer server, ServerOptions options) : IAsyncDisposable
{
    public RunningServer Server => server;

    public ServerOptions Options => options;

    public static async Task<History> Begin(EngineFixture engine)
    {
        var options = await engine.Fresh();
        var history = new History(await RunningServer.Start(options, engine.Clock), options);
        await history.Grow("one");
        await history.Grow("two");
        return history;
    }

    /// <summary>A product of a creator with two licenses, one of them with a machine.</summary>
    public async Task<string> Grow(string creator)
    {
        var slug = $"tool-{creator}";
        (await server.Admin("/createProduct", new { name = "A tool", slug, creatorId = creator })).Ok();
        (await server.Admin("/createLicense", new { productId = slug, email = "artist@studio.example" })).Ok();
        var key = (await server.Admin("/createLicense", new { productId = slug, email = "artist@studio.example" })).Ok().String("licenseKey")!;
        await Activate(key, slug, "1");
        (await server.Admin("/updateLicense", new { licenseKey = key, maxMachines = 5 })).Ok();
        return key;
    }

    public async Task Activate(string key, string slug, string machine) => (await server.Post(
        "/activate", new { licenseKey = key, productId = slug, machineFingerprint = "machine-" + machine, hostname = "render-" + machine })).Ok();

    /// <summary>What somebody with the database's password does: first of all away with the triggers.</summary>
    public async Task Tamper(params string[] statements)
    {
        var on = (string table) => server.Database.Engine == "postgres" ? " ON " + table : "";
        string[] open =
        [
            "DROP TRIGGER audit_is_written_once" + on("audit"), "DROP TRIGGER audit_is_kept" + on("audit"),
            "DROP TRIGGER audit_chain_is_kept" + on("audit_chain"), "DROP INDEX audit_place", "DROP INDEX audit_opening",
        ];
        await server.Database.Write(async session =>
        {
            foreach (var statement in (string[])[.. open, .. statements])
                await session.Execute(statement);
            return true;
        });
    }

    /// <summary>All parts; the faults of all of them, and the last answer.</summary>
    public async Task<(Answer Last, List<JsonElement> Faults)> Verify(string? checkpoint = null)
    {
        var (faults, from) = (new List<JsonElement>(), default(string));
        while (true)
        {
            var part = (await server.Admin("/verifyAudit", new { continueFrom = from, checkpoint })).Ok();
            faults.AddRange(part["faults"].EnumerateArray());
            if (part["done"].GetBoolean())
                return (part, faults);
            from = part.String("continueFrom");
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
