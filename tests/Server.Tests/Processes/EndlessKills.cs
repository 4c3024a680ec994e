using System.Collections.Concurrent;
using System.Globalization;

namespace CgLicense.Server.Tests.Processes;

/// <summary>
/// The real program under load, killed without warning every few hundred milliseconds: what was answered is kept, what was sold
/// is never exceeded, and no change is ever there by half. CGLICENSE_TEST_KILLS sets how often.
/// </summary>
public abstract class EndlessKills(Nodes nodes)
{
    private const int UsualKills = 24;
    private const int SeatsOfMachines = 3;
    private const int SeatsOfProcesses = 4;

    private readonly ConcurrentDictionary<string, bool> arrived = new();
    private readonly ConcurrentDictionary<string, string> sold = new();
    private int answered;

    [Fact]
    public async Task Through_dozens_of_kills_nothing_answered_is_lost_and_nothing_sold_is_exceeded()
    {
        using var ending = new CancellationTokenSource();
        var mortals = (await nodes.StartAll()).ConvertAll(process => new MortalNode(nodes, process));
        var urls = mortals.ConvertAll(node => node.Url);
        var product = await Wire.NewProduct(urls[0], sessionSeconds: 10);
        var (machineSeats, processSeats) = (new LeaseLog(SeatsOfMachines), new LeaseLog(SeatsOfProcesses));
        var artists = Artists("a", await Wire.Sell(urls[0], product, "pool", seats: SeatsOfMachines), urls, machineSeats)
            .Concat(Artists("b", await Wire.Sell(urls[0], product, "pool-per-process", seats: SeatsOfProcesses), urls, processSeats))
            .Concat(Artists("c", await Wire.Sell(urls[0], product, "machines", machines: 4), urls, null)).ToList();
        var open = await Wire.Sell(urls[0], product, "machines");
        var watcher = new Watcher(nodes);
        int Requests() => Volatile.Read(ref answered) + artists.Sum(artist => artist.Answered);

        var work = artists.Select(artist => artist.Work(ending.Token))
            .Concat(Enumerable.Range(0, 4).Select(i => Arrive(open, urls, i, ending.Token)))
            .Append(Sell(product, urls, ending.Token)).Append(watcher.Watch(ending.Token)).ToList();
        await Task.WhenAll(mortals.Select(node => node.Die(Kills() / mortals.Count, Requests)));
        await ending.CancelAsync();
        await Task.WhenAll(work);

        await watcher.Look();
        machineSeats.AssertNeverMoreThanSold();
        processSeats.AssertNeverMoreThanSold();
        Assert.Empty(arrived.Keys.Except(await Machines(open, urls[0])));
        foreach (var artist in artists.Where(artist => artist.IsActivated is not null))
            Assert.Equal(artist.IsActivated, (await Machines(artist.Key, urls[0])).Contains(artist.Name));
        Assert.Equal(sold.Values.Order(), (await nodes.Read("SELECT license_key FROM license WHERE email = 'buyer@studio.example'")).Order());
        await AssertSound();
        foreach (var node in mortals)
            await node.End();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{mortals.Sum(node => node.Kills)} kills of {mortals.Count} node(s), {Requests()} requests answered, {arrived.Count} machines arrived, "
            + $"{sold.Count} licenses sold, {machineSeats.Count + processSeats.Count} seats promised, {watcher.Samples} looks at the database");
    }

    private static int Kills() => Environment.GetEnvironmentVariable("CGLICENSE_TEST_KILLS") is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : UsualKills;

    private static IEnumerable<Artist> Artists(string name, Key key, List<string> urls, LeaseLog? seats) =>
        Enumerable.Range(0, 8).Select(i => new Artist($"{name}{i}", key, urls, seats)).ToList();

    private static async Task<HashSet<string>> Machines(Key key, string url) => (await key.Change(url, "/getLicense")).Ok()["activations"]
        .EnumerateArray().Select(row => row.GetProperty("fingerprint").GetString()!).ToHashSet();

    /// <summary>One new machine after the other; who was told yes is written down.</summary>
    private async Task Arrive(Key open, List<string> urls, int lane, CancellationToken ending)
    {
        for (var i = 0; !ending.IsCancellationRequested; i++)
        {
            var machine = $"lane{lane}-{i}";
            if (await Asked(urls, i, "/activate", open.Body(machine)))
                arrived[machine] = true;
        }
    }

    /// <summary>Sells as a shop does: with the same Idempotency-Key again until there is an answer.</summary>
    private async Task Sell(string product, List<string> urls, CancellationToken ending)
    {
        for (var i = 0; !ending.IsCancellationRequested; i++)
        {
            var body = new { email = "buyer@studio.example", productId = product, variant = "machines" };
            for (var attempt = i; !sold.ContainsKey($"order-{i}"); attempt++)
            {
                var answer = await Wire.TryPost(urls[attempt % urls.Count], "/createLicense", body, EngineFixture.AdminSecret, $"order-{i}");
                if (answer is not null)
                    sold[$"order-{i}"] = answer.Ok().String("licenseKey")!;
                else
                    await Task.Delay(10, CancellationToken.None);
            }
        }
    }

    private async Task<bool> Asked(List<string> urls, int turn, string path, object body)
    {
        var answer = await Wire.TryPost(urls[turn % urls.Count], path, body);
        if (answer is null)
            await Task.Delay(10, CancellationToken.None);
        else
            Interlocked.Increment(ref answered);
        return answer is { Status: 200 };
    }

    private async Task AssertSound()
    {
        foreach (var check in nodes.SelfChecks)
            Assert.Equal(["ok"], await nodes.Read(check));
    }
}

public sealed class EndlessKillsOnSqlite(SqliteNode node) : EndlessKills(node), IClassFixture<SqliteNode>;

public sealed class EndlessKillsOnPostgres(PostgresNodes nodes) : EndlessKills(nodes), IClassFixture<PostgresNodes>;
