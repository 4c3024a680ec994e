using CgLicense.Server.Tests.Processes;
using CgLicense.TestServer;
using Npgsql;

namespace CgLicense.Server.Tests.Faults;

/// <summary>
/// Three nodes, a primary and its replica, and what a bad night does to them, one thing after the other under load. After each,
/// the clients' own memory is held against the database: nothing that was answered is lost, nothing that was sold exceeded.
/// </summary>
public sealed class ClusterFaults(Cluster cluster) : IClassFixture<Cluster>
{
    private const int Enough = 300;

    private readonly FaultTable table = new();
    private readonly List<ServerProcess> nodes = [];

    private List<string> Urls => nodes.ConvertAll(node => node.Url);

    [Fact]
    public async Task Through_a_bad_night_nothing_answered_is_lost_and_nothing_sold_is_exceeded()
    {
        while (nodes.Count < cluster.Count)
            nodes.Add(await cluster.StartNode(nodes.Count));
        await using var tools = await RunningTools.Begin(Urls[0], Urls[2]);
        await Under("a node dies", "SIGKILL; back after a second", KillOneNode);
        await Under("all nodes die", "SIGKILL of all three", KillAllNodes);
        await Under("a node loses its database", "its wire carries nothing for 3 s", _ => CutOneWire(3));
        await Under("the same for long", "nothing for 12 s; a statement may take 8", _ => CutOneWire(12));
        await Under("the database restarts", "pg_ctl restart -m fast", _ => cluster.Primary.Restart());
        await Under("no connection is free", "all 60 taken for 2 s", TakeAllConnections);
        await Under("the primary dies", "pg_ctl stop -m immediate; replica promoted", FailOver);
        // Nobody who was at work noticed: every check was answered with yes, and no seat was lost.
        table.Say($"Two running tools, Python and .NET, made {await tools.End()} checks meanwhile; none was refused, and no seat was lost.");
        await table.Write("faults.md");
        await AssertHistoryIsWhole();
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    private async Task Under(string fault, string how, Func<Workload, Task> inject)
    {
        using var load = await Workload.Begin(cluster, Urls);
        await load.Go(Enough);
        load.Mark();
        var inFlight = load.UnderWay;
        await inject(load);
        await load.Go(Enough);
        var pause = load.LongestPause;
        await load.End();
        await load.AssertNothingExceeded();
        // Each node serves again, not only those that were spared.
        foreach (var url in Urls)
            Assert.Empty(await load.Lost(cluster, url));
        table.Add(fault, how, inFlight, load.Answered, pause);
    }

    private async Task KillOneNode(Workload load)
    {
        var url = nodes[1].Url;
        await nodes[1].Kill();
        await load.Go(Enough);
        await nodes[1].DisposeAsync();
        nodes[1] = await cluster.StartNode(1, url);
    }

    private async Task KillAllNodes(Workload load)
    {
        await Task.WhenAll(nodes.Select(node => node.Kill()));
        for (var i = 0; i < nodes.Count; i++)
        {
            var url = nodes[i].Url;
            await nodes[i].DisposeAsync();
            nodes[i] = await cluster.StartNode(i, url);
        }
    }

    private async Task CutOneWire(int seconds)
    {
        cluster.Wires[2].Cut();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        cluster.Wires[2].Join();
    }

    private async Task TakeAllConnections(Workload load)
    {
        var taken = new List<NpgsqlConnection>();
        try
        {
            while (taken.Count < 100)
                taken.Add((NpgsqlConnection)await cluster.Look());
            Assert.Fail("PostgreSQL gave more connections than it has.");
        }
        catch (NpgsqlException)
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
        }

        foreach (var connection in taken)
            await connection.DisposeAsync();
    }

    private async Task FailOver(Workload load)
    {
        await cluster.Primary.StopAtOnce();
        await cluster.Standby.Promote();
    }

    private async Task AssertHistoryIsWhole()
    {
        var from = default(string);
        while (true)
        {
            var part = (await Wire.Admin(nodes[0].Url, "/verifyAudit", new { continueFrom = from })).Ok();
            Assert.Empty(part["faults"].EnumerateArray());
            if (part["done"].GetBoolean())
                return;
            from = part.String("continueFrom");
        }
    }
}
