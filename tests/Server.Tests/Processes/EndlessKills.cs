using System.Globalization;

namespace CgLicense.Server.Tests.Processes;

/// <summary>
/// The real program under load, killed without warning every few hundred milliseconds: what was answered is kept, what was sold
/// is never exceeded, and no change is ever there by half. CGLICENSE_TEST_KILLS sets how often.
/// </summary>
public abstract class EndlessKills(Nodes nodes)
{
    private const int UsualKills = 24;

    [Fact]
    public async Task Through_dozens_of_kills_nothing_answered_is_lost_and_nothing_sold_is_exceeded()
    {
        var mortals = (await nodes.StartAll()).ConvertAll(process => new MortalNode(nodes, process));
        using var load = await Workload.Begin(nodes, mortals.ConvertAll(node => node.Url));
        await Task.WhenAll(mortals.Select(node => node.Die(Kills() / mortals.Count, () => load.Answered)));
        await load.End();

        await load.AssertNothingExceeded();
        Assert.Empty(await load.Lost(nodes, mortals[0].Url));
        foreach (var check in nodes.SelfChecks)
            Assert.Equal(["ok"], await nodes.Read(check));
        foreach (var node in mortals)
            await node.End();
        TestContext.Current.TestOutputHelper!.WriteLine($"{mortals.Sum(node => node.Kills)} kills of {mortals.Count} node(s), {load}");
    }

    private static int Kills() => Environment.GetEnvironmentVariable("CGLICENSE_TEST_KILLS") is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : UsualKills;
}

public sealed class EndlessKillsOnSqlite(SqliteNode node) : EndlessKills(node), IClassFixture<SqliteNode>;

public sealed class EndlessKillsOnPostgres(PostgresNodes nodes) : EndlessKills(nodes), IClassFixture<PostgresNodes>;
