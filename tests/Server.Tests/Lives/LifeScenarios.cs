using System.Collections.Concurrent;
using System.Globalization;
using CsCheck;

namespace CgLicense.Server.Tests.Lives;

/// <summary>
/// Random lives of licenses of every kind: in whatever order machines come, go and are late, and sellers change their minds,
/// every answer and every stored row is what the model foretells. A failing life is printed, cut down to what matters, with
/// the seed that plays it again (CsCheck_Seed); CGLICENSE_TEST_CASES plays more.
/// </summary>
public abstract class LifeScenarios(EngineFixture engine, int cases)
{
    private const int Players = 3;

    // No world grows so old that its signing keys end.
    private static readonly DateTimeOffset Old = TestKeys.Epoch.AddYears(8);

    private readonly ConcurrentBag<World> worlds = [];
    private readonly ConcurrentDictionary<string, int> heard = new();
    private int lives;
    private int steps;
    private int isShrinking;
    private string? least;

    [Fact]
    public async Task No_life_of_a_license_takes_the_server_where_the_model_does_not_go()
    {
        for (var i = 0; i < Players; i++)
            worlds.Add(await World.Make(engine));
        await Sample();
        foreach (var world in worlds)
            await world.DisposeAsync();
        var answers = string.Join(", ", heard.OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer => $"{answer.Key} {answer.Value}"));
        TestContext.Current.TestOutputHelper!.WriteLine($"{lives} lives, {steps} steps. Heard: {answers}");
        // Had nobody ever been refused a seat, this would prove little.
        Assert.Superset(
            new HashSet<string>
            {
                "/activate", "/validate", "/heartbeat", "/deactivate", "/verify", "machine_limit", "session_lost", "not_activated",
                "invalid_token", "wrong_product", "rate_limited", "revoked", "suspended", "expired",
            },
            heard.Keys.ToHashSet());
    }

    private async Task Sample()
    {
        try
        {
            await LifeGen.Lives.SampleAsync(life => Play(life.Terms, life.Steps), iter: Cases(), threads: Players, print: LifeGen.Print);
        }
        catch (CsCheckException e)
        {
            Assert.Fail($"{e.Message}\n\n{least}");
        }
    }

    private async Task Play(Terms terms, List<Step> life)
    {
        if (!worlds.TryTake(out var world))
            throw new InvalidOperationException("More players than worlds.");
        try
        {
            await Play(world, terms, life);
        }
        catch (Exception e) when (Interlocked.Exchange(ref isShrinking, 1) == 0)
        {
            least = $"The least that fails:\n{LifeGen.Print((terms, await Shrunk(world, terms, life)))}\n{e.Message}";
            throw;
        }
        finally
        {
            Interlocked.Increment(ref lives);
            Interlocked.Add(ref steps, life.Count);
            worlds.Add(world.Clock.GetUtcNow() < Old ? world : await Renew(world));
        }
    }

    private async Task Play(World world, Terms terms, List<Step> life) =>
        await (await world.Sell(terms, what => heard.AddOrUpdate(what, 1, (_, n) => n + 1))).Play(life);

    /// <summary>Leaves out one step after the other for as long as what is left still fails.</summary>
    private async Task<List<Step>> Shrunk(World world, Terms terms, List<Step> life)
    {
        for (var i = life.Count - 1; i >= 0; i--)
        {
            var shorter = life.Where((_, at) => at != i).ToList();
            try
            {
                await Play(world, terms, shorter);
            }
            catch (Exception)
            {
                life = shorter;
            }
        }

        return life;
    }

    private async Task<World> Renew(World old)
    {
        await old.DisposeAsync();
        return await World.Make(engine);
    }

    private long Cases() =>
        Environment.GetEnvironmentVariable("CGLICENSE_TEST_CASES") is { Length: > 0 } given
            ? long.Parse(given, CultureInfo.InvariantCulture)
            : cases;
}

public sealed class LivesOnSqlite(SqliteEngine engine) : LifeScenarios(engine, cases: 2000), IClassFixture<SqliteEngine>;

public sealed class LivesOnPostgres(PostgresEngine engine) : LifeScenarios(engine, cases: 1000), IClassFixture<PostgresEngine>;
