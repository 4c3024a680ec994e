using System.Collections.Concurrent;
using CgLicense.Keys;
using CgLicense.Server.Signing;
using CgLicense.Server.Tests.Processes;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Upgrade;

/// <summary>Three nodes become the next release one after the other, and the signing key changes, while tools work and a shop sells.</summary>
public sealed class RollingUpgradeTests(PostgresNodes database) : IClassFixture<PostgresNodes>
{
    private const int Enough = 150;

    private readonly Balancer balancer = new();
    private readonly ConcurrentDictionary<string, string> tokens = new();
    private volatile bool isOver;
    private int answered;

    [Fact]
    public async Task Nobody_hears_an_error_while_nodes_schema_and_key_are_replaced()
    {
        var next = await NextRelease.Build();
        var nodes = new List<ServerProcess>();
        for (var i = 0; i < 3; i++)
            nodes.Add(await database.Start());
        nodes.ForEach(node => balancer.Add(node.Url));
        var product = await Wire.NewProduct(nodes[0].Url);
        var farm = await Wire.Sell(nodes[0].Url, product, "pool", seats: 8);
        var open = await Wire.Sell(nodes[0].Url, product, "machines");
        List<Task> work = [.. Enumerable.Range(0, 8).Select(i => Beat(farm, $"farm-{i}")), Arrive(open), Sell(product)];

        await Go(work);
        Assert.Empty(await database.Read("SELECT 'found' FROM schema_version WHERE version = 999"));
        var firstKid = await Kid(nodes[0].Url);
        for (var i = 0; i < 3; i++)
        {
            var newer = await database.StartProgram(next);
            balancer.Add(newer.Url);
            await balancer.Remove(nodes[i].Url);
            Assert.Equal(0, await nodes[i].Stop());
            await nodes[i].DisposeAsync();
            nodes[i] = newer;
            await Go(work);
            if (i == 0)
                KeyCeremony.Rotate(new KeyFolder(database.KeysFolder), null, KeyCeremony.DefaultOverlap, TimeProvider.System.GetUtcNow());
        }

        // Published everywhere, and nobody signs with it yet. Then its minute is over.
        foreach (var node in nodes)
            await Until(async () => (await Wire.Get(node.Url, "/.well-known/jwks.json"))["keys"].GetArrayLength() == 2);
        Assert.Equal(firstKid, await Kid(nodes[0].Url));
        File.SetLastWriteTimeUtc(Path.Combine(database.KeysFolder, "keyset.jws"), TimeProvider.System.GetUtcNow().UtcDateTime - KeysInUse.Spread);
        foreach (var node in nodes)
            await Until(async () => await Kid(node.Url) != firstKid);
        await Go(work);
        isOver = true;
        await Task.WhenAll(work);

        Assert.Equal(["found"], await database.Read("SELECT 'found' FROM schema_version WHERE version = 999"));
        Assert.Empty(await database.Read("SELECT license_key FROM license WHERE created_at < (SELECT applied_at FROM schema_version WHERE version = 999) AND next_note IS NULL"));
        var machines = (await open.Change(nodes[0].Url, "/getLicense")).Ok()["activations"].EnumerateArray()
            .Select(row => row.GetProperty("fingerprint").GetString()!).ToHashSet();
        Assert.Empty(tokens.Keys.Where(name => name.StartsWith("new-", StringComparison.Ordinal)).Except(machines));
        Assert.True((await Wire.Admin(nodes[0].Url, "/verifyAudit", new { })).Ok().Flag("intact"));
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    /// <summary>A tool keeps its seat and has its token looked at, wherever the balancer sends it.</summary>
    private async Task Beat(Key key, string machine)
    {
        tokens[machine] = (await Ask("/activate", key.Body(machine))).String("token")!;
        while (!isOver)
        {
            await Ask("/heartbeat", key.Body(machine));
            var body = new { licenseKey = key.LicenseKey, productId = key.ProductId, machineFingerprint = machine, token = tokens[machine] };
            if ((await Ask("/validate", body)).String("token") is { } renewed)
                tokens[machine] = renewed;
            await Task.Delay(20);
        }
    }

    private async Task Arrive(Key key)
    {
        for (var i = 0; !isOver; i++)
            tokens[$"new-{i}"] = (await Ask("/activate", key.Body($"new-{i}"))).String("token")!;
    }

    private async Task Sell(string product)
    {
        while (!isOver)
        {
            await Ask("/createLicense", new { email = "buyer@studio.example", productId = product, variant = "machines" }, EngineFixture.AdminSecret);
            await Task.Delay(20);
        }
    }

    /// <summary>Anything but a plain yes fails the test, a broken connection too.</summary>
    private async Task<Answer> Ask(string path, object body, string? bearer = null)
    {
        var answer = (await balancer.Post(path, body, bearer)).Ok();
        Interlocked.Increment(ref answered);
        return answer;
    }

    private async Task Go(List<Task> work)
    {
        var enough = Volatile.Read(ref answered) + Enough;
        while (Volatile.Read(ref answered) < enough)
        {
            if (work.Find(each => each.IsFaulted) is { } failed)
                await failed;
            await Task.Delay(5);
        }
    }

    private static async Task<string> Kid(string url) => (await Wire.Get(url, "/getSigningKey")).Ok().String("kid")!;

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo())
            await Task.Delay(50, patience.Token);
    }
}
