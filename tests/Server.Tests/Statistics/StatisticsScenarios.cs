using System.Text.Json;
using CgLicense.Server.Statistics;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Statistics;

public abstract class StatisticsScenarios(EngineFixture engine) : Scenario(engine)
{
    private const string Truth =
        """
        SELECT (SELECT COUNT(*) FROM license l JOIN product p ON p.id = l.product_id WHERE p.slug = @product AND l.status = 'active') * 1000000
             + (SELECT COUNT(*) FROM license l JOIN product p ON p.id = l.product_id WHERE p.slug = @product AND l.status = 'revoked') * 1000
             + (SELECT COUNT(*) FROM activation a JOIN license l ON l.id = a.license_id JOIN product p ON p.id = l.product_id WHERE p.slug = @product)
        """;

    [Fact]
    public async Task A_day_tells_of_new_licenses_new_machines_and_freed_ones()
    {
        var license = await Sell(new { maxMachines = 3 });
        (await license.Machine("a").Activate()).Ok();
        (await license.Machine("a").Activate()).Ok();
        (await license.Machine("b").Activate()).Ok();
        (await license.Machine("b").Deactivate()).Ok();
        var stats = await Stats(license.ProductId);
        Assert.Equal((1, 1), (stats.Number("products"), stats.Number("machines")));
        Assert.Equal((1, 2, 1), (Today(stats, "licensesCreated"), Today(stats, "activations"), Today(stats, "deactivations")));
    }

    [Fact]
    public async Task Seats_are_told_against_their_cap_with_the_days_peak_and_denials()
    {
        var license = await SellFloating(2);
        (await license.Machine("a").Activate()).Ok();
        (await license.Machine("b").Activate()).Ok();
        (await license.Machine("c").Activate()).Is(Refusal.SeatLimit(2));
        (await license.Machine("a").Deactivate()).Ok();
        var stats = await Stats(license.ProductId);
        Assert.Equal((1, 2), (stats.Number("seatsLive"), stats.Number("seatsCap")));
        Assert.Equal((2, 1), (Today(stats, "seatsPeak"), Today(stats, "seatsDenied")));
    }

    [Fact]
    public async Task An_unlimited_license_in_use_has_no_cap_to_tell()
    {
        var license = await SellFloating(-1);
        (await license.Machine("a").Activate()).Ok();
        Assert.Equal(JsonValueKind.Null, (await Stats(license.ProductId))["seatsCap"].ValueKind);
    }

    [Fact]
    public async Task A_seat_held_over_midnight_is_of_both_days_peak()
    {
        var license = await SellFloating(2);
        (await license.Machine("a").Activate()).Ok();
        var before = Tally.DayOf(Clock.GetUtcNow());
        while (Tally.DayOf(Clock.GetUtcNow()) == before)
        {
            await Pass(TimeSpan.FromMinutes(10));
            (await license.Machine("a").Heartbeat()).Ok();
        }

        var days = (await Stats(license.ProductId))["days"].EnumerateArray().Select(day => day.GetProperty("seatsPeak").GetInt64());
        Assert.Equal([1L, 1L], days);
    }

    [Fact]
    public async Task A_creator_counts_only_their_own()
    {
        var product = await NewProduct("stats-ours");
        await Sell(product: product);
        await Sell(product: await NewProduct("stats-theirs"));
        var own = await NewApiKey("stats-ours");
        Assert.Equal(1, (await Server.Post("/stats", new { }, own)).Ok()["licenses"].GetProperty("active").GetInt64());
        var others = (await Server.Post("/stats", new { creatorId = "stats-theirs" }, own)).Ok();
        Assert.Equal((0, 0), (others.Number("products"), others["licenses"].GetProperty("active").GetInt64()));
    }

    [Fact]
    public async Task Counters_are_the_truth_after_a_crowd_while_notes_are_folded()
    {
        var product = await NewProduct();
        var licenses = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Sell(new { maxMachines = 4 }, product)));
        await Task.WhenAll(licenses.Select(Live).Append(TallyFold.Run(Server.Database)).Append(TallyFold.Run(Server.Database)));
        var truth = await Server.Database.Read(session => session.Number(Truth, ("product", product)));
        Assert.Equal(truth, Standing(await Stats(product)));
        await TallyFold.Run(Server.Database);
        Assert.Equal(truth, Standing(await Stats(product)));
        Assert.Null(await Server.Database.Read(session => session.Number("SELECT id FROM tally_note LIMIT 1")));
    }

    /// <summary>A life that differs from license to license: machines come and go, and some licenses are taken back.</summary>
    private async Task Live(SoldLicense license, int number)
    {
        for (var step = 0; step < 8; step++)
        {
            var machine = license.Machine($"m{(number * 5 + step * step) % 4}");
            (await ((number + step) % 3 == 0 ? machine.Deactivate() : machine.Activate())).Ok();
        }

        if (number % 4 == 0)
            (await Server.Admin("/resetActivations", new { licenseKey = license.Key })).Ok();
        if (number % 3 == 0)
            (await Server.Admin("/revokeLicense", new { licenseKey = license.Key })).Ok();
        if (number % 6 == 0)
            (await Server.Admin("/reinstateLicense", new { licenseKey = license.Key })).Ok();
    }

    private static long Standing(Answer stats) => stats["licenses"].GetProperty("active").GetInt64() * 1_000_000
        + stats["licenses"].GetProperty("revoked").GetInt64() * 1_000 + stats.Number("machines");

    private static long Today(Answer stats, string count) => Assert.Single(stats["days"].EnumerateArray()).GetProperty(count).GetInt64();

    private async Task<Answer> Stats(string product) => (await Server.Admin("/stats", new { productId = product })).Ok();
}

public sealed class StatisticsOnSqlite(SqliteEngine engine) : StatisticsScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class StatisticsOnPostgres(PostgresEngine engine) : StatisticsScenarios(engine), IClassFixture<PostgresEngine>;
