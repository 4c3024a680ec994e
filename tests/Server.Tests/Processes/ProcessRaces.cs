using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Processes;

/// <summary>Hundreds of clients over HTTP at the real program, two of it where the engine allows: exactly as many win as were sold.</summary>
public abstract class ProcessRaces(Nodes nodes) : IAsyncLifetime
{
    private List<ServerProcess> servers = [];

    private string First => servers[0].Url;

    public async ValueTask InitializeAsync() => servers = await nodes.StartAll();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task Of_300_clients_after_7_seats_exactly_7_sit_round_after_round()
    {
        var key = await Wire.Sell(First, await Wire.NewProduct(First), "pool", seats: 7);
        for (var round = 0; round < 8; round++)
        {
            var answers = await Crowd.AtOnce(300, i => key.Ask(Node(i), "/activate", $"m{i}"));
            AssertWon(7, answers);
            Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Is(Refusal.SeatLimit(7)));
            Assert.Equal(7, (await key.Record(First)).GetProperty("seatsUsed").GetInt64());
            (await key.Change(First, "/resetActivations")).Ok();
        }

        Report("8 rounds of 300 clients after 7 seats");
    }

    [Fact]
    public async Task Of_300_machines_after_5_slots_exactly_5_get_one_round_after_round()
    {
        var key = await Wire.Sell(First, await Wire.NewProduct(First), "machines", machines: 5);
        for (var round = 0; round < 8; round++)
        {
            var answers = await Crowd.AtOnce(300, i => key.Ask(Node(i), "/activate", $"m{i}"));
            AssertWon(5, answers);
            Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Is(Refusal.MachineLimit(5)));
            Assert.Equal([1L, 2, 3, 4, 5], answers.Where(answer => answer.Status == 200).Select(answer => answer.Number("machinesUsed")).Order());
            Assert.Equal(5, (await key.Change(Node(round), "/resetActivations")).Ok().Number("deletedCount"));
        }

        Report("8 rounds of 300 machines after 5 slots");
    }

    [Fact]
    public async Task One_machine_50_times_at_once_takes_one_slot_and_costs_one_attempt_of_fifteen()
    {
        var product = await Wire.NewProduct(First);
        for (var round = 0; round < 6; round++)
        {
            var key = await Wire.Sell(First, product, "indie", machines: -1);
            var same = await Crowd.AtOnce(50, i => key.Ask(Node(i), "/activate", "same"));
            Assert.All(same, answer => Assert.Equal(1, answer.Ok().Number("machinesUsed")));
            var others = await Crowd.AtOnce(40, i => key.Ask(Node(i), "/activate", i % 2 == 0 ? "same" : $"m{i}"));
            Assert.All(others.Where((_, i) => i % 2 == 0), answer => answer.Ok());
            Assert.Equal(14, others.Where((answer, i) => i % 2 == 1 && answer.Status == 200).Count());
            Assert.Equal(15, (await key.Record(First)).GetProperty("machinesUsed").GetInt64());
        }

        Report("6 rounds of one machine 50 times at once");
    }

    [Fact]
    public async Task Of_120_strangers_an_hour_exactly_15_are_heard()
    {
        var product = await Wire.NewProduct(First);
        for (var round = 0; round < 5; round++)
        {
            var key = await Wire.Sell(First, product, "indie", machines: 2);
            var answers = await Crowd.AtOnce(120, i => key.Ask(Node(i), "/activate", $"m{i}"));
            Assert.Equal(
                [(200, 2), (403, 13), (429, 105)],
                answers.GroupBy(answer => answer.Status).OrderBy(group => group.Key).Select(group => (group.Key, group.Count())));
        }

        Report("5 rounds of 120 strangers");
    }

    [Fact]
    public async Task Late_heartbeats_newcomers_and_leavers_together_are_never_promised_more_than_5_seats()
    {
        var key = await Wire.Sell(First, await Wire.NewProduct(First, sessionSeconds: 10), "pool", seats: 5);
        var log = new LeaseLog(5);
        var late = Enumerable.Range(0, 5).Select(i => $"late{i}").ToList();
        foreach (var machine in late)
            log.Note(machine, (await key.Ask(First, "/activate", machine)).Ok());
        await Task.Delay(TimeSpan.FromSeconds(10.1));
        var seated = await Crowd.AtOnce(200, i => Try(log, key, i, i < 5 ? "/heartbeat" : "/activate", i < 5 ? late[i] : $"m{i}"));
        AssertWon(5, seated);
        for (var i = 0; i < seated.Length; i++)
        {
            if (seated[i].Status == 200)
                await Leave(log, key, i, i < 5 ? late[i] : $"m{i}");
        }

        await Crowd.AtOnce(60, async i =>
        {
            for (var turn = 0; turn < 6; turn++)
            {
                if (await Try(log, key, i + turn, "/activate", $"m{i}") is { Status: 200 })
                {
                    if (turn % 2 == 0)
                        await Try(log, key, i, "/heartbeat", $"m{i}");
                    await Leave(log, key, i, $"m{i}");
                }
            }

            return 0;
        });
        log.AssertNeverMoreThanSold();
        Report($"{log.Count} promises of 5 seats");
    }

    [Fact]
    public async Task While_hundreds_ask_a_lower_limit_holds_from_its_answer_on()
    {
        var product = await Wire.NewProduct(First);
        for (var round = 0; round < 4; round++)
        {
            var key = await Wire.Sell(First, product, "pool", seats: 20);
            var lowered = false;
            var late = 0;
            await Crowd.AtOnce(200, async i =>
            {
                if (i == 100)
                {
                    (await key.Change(Node(i), "/updateLicense", new { maxConcurrent = 3 })).Ok();
                    Volatile.Write(ref lowered, true);
                    return 0;
                }

                for (var turn = 0; turn < 3; turn++)
                {
                    var knew = Volatile.Read(ref lowered);
                    var answer = await key.Ask(Node(i + turn), "/activate", $"m{i}");
                    if (knew && Interlocked.Increment(ref late) > 0)
                        Assert.Equal(3, answer.Number("maxConcurrent"));
                    if (knew && answer.Status == 200)
                        Assert.InRange(answer.Number("seatsUsed"), 1, 3);
                }

                return 0;
            });
            Assert.Equal(3, (await key.Record(First)).GetProperty("seatsUsed").GetInt64());
            Assert.True(late > 0, "Nobody asked after the change.");
        }

        Report("4 rounds of 200 clients while 20 seats became 3");
    }

    private async Task<Answer> Try(LeaseLog log, Key key, int node, string path, string machine)
    {
        var answer = await key.Ask(Node(node), path, machine);
        if (answer.Status == 200)
            log.Note(machine, answer);
        return answer;
    }

    private async Task Leave(LeaseLog log, Key key, int node, string machine)
    {
        log.GiveBack(machine);
        (await key.Ask(Node(node), "/deactivate", machine)).Ok();
    }

    private string Node(int i) => servers[i % servers.Count].Url;

    private static void AssertWon(int sold, Answer[] answers) => Assert.Equal(sold, answers.Count(answer => answer.Status == 200));

    private void Report(string what) => TestContext.Current.TestOutputHelper!.WriteLine($"{what}, {servers.Count} node(s)");
}

public sealed class ProcessRacesOnSqlite(SqliteNode node) : ProcessRaces(node), IClassFixture<SqliteNode>;

public sealed class ProcessRacesOnPostgres(PostgresNodes nodes) : ProcessRaces(nodes), IClassFixture<PostgresNodes>;
