using CgLicense.Protocol;
using CgLicense.Server.Floating;
using CgLicense.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace CgLicense.Server.Tests.Floating;

public abstract class BeatRoundScenarios(EngineFixture engine) : Scenario(engine)
{
    private Rounds<Beat, Beaten> Rounds => BeatRounds.On(Server.Database, NullLogger.Instance);

    [Fact]
    public async Task Each_in_a_round_hears_its_own()
    {
        var farm = await SellFloating(3);
        var desk = await Sell();
        foreach (var machine in new[] { farm.Machine("a"), farm.Machine("b"), desk.Machine("c") })
            (await machine.Activate()).Ok();
        await Pass(TimeSpan.FromSeconds(60));
        var kept = await Task.WhenAll(
            new[] { (farm, "a"), (farm, "b"), (desk, "c"), (farm, "stranger"), (desk, "a") }.SelectMany(each => Enumerable.Repeat(each, 20))
                .Select(each => Keep(each.Item1, each.Item2)));
        Assert.All(kept[..40], one => Assert.Equal((2L, Now.AddSeconds(900)), (one!.Lease.SeatsUsed, one.Lease.Seat!.ExpiresAt)));
        Assert.All(kept[40..60], one => Assert.Null(one!.Lease.Seat));
        Assert.All(kept[60..], Assert.Null);
        Assert.Equal([Now.AddSeconds(900), Now.AddSeconds(900)], await Ends(farm));
    }

    [Fact]
    public async Task A_lease_that_has_ended_is_not_prolonged_in_passing()
    {
        var farm = await SellFloating(1);
        (await farm.Machine("a").Activate()).Ok();
        Clock.Advance(TimeSpan.FromSeconds(900));
        Assert.Null(await Keep(farm, "a"));
        Assert.DoesNotContain(await Ends(farm), end => end > Now);
    }

    [Fact]
    public async Task A_heartbeat_that_was_sent_earlier_shortens_nothing()
    {
        var farm = await SellFloating(1);
        (await farm.Machine("a").Activate()).Ok();
        var sent = Now;
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull(await Keep(farm, "a"));
        Assert.NotNull(await Keep(farm, "a", sent));
        Assert.Equal([Now.AddSeconds(900)], await Ends(farm));
    }

    [Fact]
    public async Task A_renewal_and_a_newcomer_whose_clocks_differ_never_hold_more_than_sold()
    {
        var farm = await SellFarm(2);
        var rounds = Rounds;
        for (var turn = 0; turn < 25; turn++)
        {
            // For the newcomers' server both leases are over; for the one that hears the heartbeats they last a moment longer.
            foreach (var name in new[] { "a", "b" })
                (await farm.Machine(name).Activate()).Ok();
            var justBefore = Now.AddMilliseconds(899_999);
            Clock.Advance(TimeSpan.FromSeconds(900));
            var beats = Enumerable.Range(0, 8).Select(i => rounds.Ask(BeatOf(farm, i % 2 == 0 ? "a" : "b", justBefore)));
            var answers = Crowd.AtOnce(8, i => farm.Machine($"new-{i}").Activate());
            await Task.WhenAll(beats);
            Assert.All(await answers, answer => Assert.Contains(answer.Status, new[] { 200, 403 }));
            Assert.InRange((await Ends(farm)).Count(end => end > Now), 1, 2);
            (await Server.Admin("/resetActivations", new { licenseKey = farm.Key })).Ok();
        }
    }

    private protected async Task<SoldLicense> SellFarm(int seats)
    {
        var product = await NewProduct();
        await NewVariant(product, "farm", new { licenseType = "floating", maxConcurrent = seats, activationsPerHour = 100_000 });
        return await Sell(new { variant = "farm" }, product);
    }

    private DateTimeOffset Now => Clock.GetUtcNow();

    private Task<Beaten?> Keep(SoldLicense license, string machine, DateTimeOffset? at = null) => Rounds.Ask(BeatOf(license, machine, at ?? Now));

    private static Beat BeatOf(SoldLicense license, string machine, DateTimeOffset at) =>
        new(LicenseKey.Parse(license.Key), license.Machine(machine).Fingerprint, null, license.ProductId, at);

    private Task<List<DateTimeOffset>> Ends(SoldLicense license) => Server.Database.Read(session => session.Many(
        "SELECT s.expires_at FROM seat s JOIN license l ON l.id = s.license_id WHERE l.license_key = @key",
        row => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), ("key", license.Key)));
}

public sealed class BeatRoundsOnSqlite(SqliteEngine engine) : BeatRoundScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class BeatRoundsOnPostgres(PostgresEngine engine) : BeatRoundScenarios(engine), IClassFixture<PostgresEngine>
{
    [Fact]
    public async Task Two_hundred_heartbeats_at_once_are_few_transactions()
    {
        var farm = await SellFarm(200);
        for (var i = 0; i < 200; i++)
            (await farm.Machine($"m{i}").Activate()).Ok();
        await Pass(TimeSpan.FromSeconds(60));
        foreach (var answer in await Crowd.AtOnce(200, i => farm.Machine($"m{i}").Heartbeat()))
            answer.Ok();
        // Each row says which transaction wrote it last.
        var transactions = await Server.Database.Read(session => session.Number(
            "SELECT COUNT(DISTINCT s.xmin::text) FROM seat s JOIN license l ON l.id = s.license_id WHERE l.license_key = @key", ("key", farm.Key)));
        Assert.InRange(transactions!.Value, 1, 100);
    }
}
