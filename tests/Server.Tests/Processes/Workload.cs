using System.Collections.Concurrent;
using System.Diagnostics;

namespace CgLicense.Server.Tests.Processes;

/// <summary>
/// Artists with seats and slots, newcomers and a shop that ask on through every outage and remember what they were told. Afterwards
/// their memory is held against what the servers still know.
/// </summary>
internal sealed class Workload : IDisposable
{
    private const int SeatsOfMachines = 3;
    private const int SeatsOfProcesses = 4;

    private readonly ConcurrentDictionary<string, bool> arrived = new();
    private readonly ConcurrentDictionary<string, string> sold = new();
    private readonly LeaseLog machineSeats = new(SeatsOfMachines);
    private readonly LeaseLog processSeats = new(SeatsOfProcesses);
    private readonly CancellationTokenSource ending = new();
    private readonly IReadOnlyList<string> urls;
    private readonly string product;
    private readonly Key open;
    private readonly List<Artist> artists;
    private readonly Watcher watcher;
    private readonly List<Task> work;
    private readonly string buyer = $"buyer-{Guid.NewGuid():N}@studio.example";
    private long lastAnswer = Stopwatch.GetTimestamp();
    private long longestPause;
    private int answered;
    private int underWay;

    private Workload(Nodes nodes, IReadOnlyList<string> urls, string product, Key machinePool, Key processPool, Key slots, Key open)
    {
        this.urls = urls;
        this.product = product;
        this.open = open;
        watcher = new Watcher(nodes);
        artists = [.. Artists("a", machinePool, machineSeats), .. Artists("b", processPool, processSeats), .. Artists("c", slots, null)];
        work =
        [
            .. artists.Select(artist => artist.Work(ending.Token)), .. Enumerable.Range(0, 4).Select(Arrive), Sell(),
            watcher.Watch(ending.Token),
        ];
    }

    /// <summary>Requests that were answered.</summary>
    public int Answered => Volatile.Read(ref answered);

    /// <summary>Requests that wait for their answer at this moment.</summary>
    public int UnderWay => Volatile.Read(ref underWay);

    /// <summary>The longest time in which nobody was answered, anywhere, since <see cref="Mark"/>.</summary>
    public TimeSpan LongestPause => Stopwatch.GetElapsedTime(0, Volatile.Read(ref longestPause));

    public int Arrived => arrived.Count;

    public static async Task<Workload> Begin(Nodes nodes, IReadOnlyList<string> urls)
    {
        var product = await Wire.NewProduct(urls[0], sessionSeconds: 10);
        return new Workload(
            nodes, urls, product, await Wire.Sell(urls[0], product, "pool", seats: SeatsOfMachines),
            await Wire.Sell(urls[0], product, "pool-per-process", seats: SeatsOfProcesses),
            await Wire.Sell(urls[0], product, "machines", machines: 4), await Wire.Sell(urls[0], product, "machines"));
    }

    /// <summary>Until that many more requests have been answered: an outage over which nothing happened proves nothing.</summary>
    public async Task Go(int answers)
    {
        var enough = Answered + answers;
        while (Answered < enough)
            await Task.Delay(2);
    }

    /// <summary>From now on pauses are measured.</summary>
    public void Mark()
    {
        Volatile.Write(ref lastAnswer, Stopwatch.GetTimestamp());
        Volatile.Write(ref longestPause, 0);
    }

    public async Task End()
    {
        await ending.CancelAsync();
        await Task.WhenAll(work);
    }

    public void Dispose() => ending.Dispose();

    /// <summary>What was answered and is not there: arrivals, machines given back, sales.</summary>
    public async Task<List<string>> Lost(Nodes nodes, string url)
    {
        var lost = arrived.Keys.Except(await Machines(open, url)).Select(machine => machine + " was activated").ToList();
        foreach (var artist in artists.Where(artist => artist.IsActivated is not null))
        {
            if (artist.IsActivated != (await Machines(artist.Key, url)).Contains(artist.Name))
                lost.Add($"{artist.Name} was told activated = {artist.IsActivated}");
        }

        var keys = await nodes.Read($"SELECT license_key FROM license WHERE email = '{buyer}'");
        lost.AddRange(sold.Values.Except(keys).Select(key => key + " was sold"));
        lost.AddRange(keys.Except(sold.Values).Select(key => key + " was made and nobody told"));
        return lost;
    }

    /// <summary>No seat was promised twice, and no look at the database found more than was sold.</summary>
    public async Task AssertNothingExceeded()
    {
        await watcher.Look();
        machineSeats.AssertNeverMoreThanSold();
        processSeats.AssertNeverMoreThanSold();
    }

    public override string ToString() =>
        $"{Answered} requests answered, {arrived.Count} machines arrived, {sold.Count} licenses sold, "
        + $"{machineSeats.Count + processSeats.Count} seats promised, {watcher.Samples} looks at the database";

    /// <summary>Null when nobody answered, or only that the database is away.</summary>
    public async Task<Answer?> Ask(int turn, string path, object body, string? bearer = null, string? onceKey = null)
    {
        Interlocked.Increment(ref underWay);
        var answer = await Wire.TryPost(urls[turn % urls.Count], path, body, bearer, onceKey);
        Interlocked.Decrement(ref underWay);
        if (answer is not null)
        {
            Interlocked.Increment(ref answered);
            var now = Stopwatch.GetTimestamp();
            var pause = now - Interlocked.Exchange(ref lastAnswer, now);
            if (pause > Volatile.Read(ref longestPause))
                Volatile.Write(ref longestPause, pause);
        }

        return answer;
    }

    private static async Task<HashSet<string>> Machines(Key key, string url) => (await key.Change(url, "/getLicense")).Ok()["activations"]
        .EnumerateArray().Select(row => row.GetProperty("fingerprint").GetString()!).ToHashSet();

    private IEnumerable<Artist> Artists(string name, Key key, LeaseLog? seats) =>
        Enumerable.Range(0, 8).Select(i => new Artist($"{name}{i}", key, this, seats)).ToList();

    /// <summary>One new machine after the other; who was told yes is written down.</summary>
    private async Task Arrive(int lane)
    {
        for (var i = 0; !ending.IsCancellationRequested; i++)
        {
            var machine = $"lane{lane}-{i}";
            if (await Ask(i, "/activate", open.Body(machine)) is { Status: 200 })
                arrived[machine] = true;
            else
                await Task.Delay(10, CancellationToken.None);
        }
    }

    /// <summary>Sells as a shop does: with the same Idempotency-Key again until there is an answer.</summary>
    private async Task Sell()
    {
        var body = new { email = buyer, productId = product, variant = "machines" };
        for (var i = 0; !ending.IsCancellationRequested; i++)
        {
            for (var attempt = i; !sold.ContainsKey($"order-{i}"); attempt++)
            {
                if (await Ask(attempt, "/createLicense", body, EngineFixture.AdminSecret, $"order-{i}-of-{buyer}") is { } answer)
                    sold[$"order-{i}"] = answer.Ok().String("licenseKey")!;
                else
                    await Task.Delay(10, CancellationToken.None);
            }
        }
    }
}
