using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Floating;

/// <summary>Many machines after few seats, on two nodes of one database.</summary>
public abstract class SeatRaces(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task Of_100_machines_exactly_3_sit_round_after_round()
    {
        await using var other = await Engine.StartAnother();
        var license = await SellFarm(3);
        for (var round = 0; round < 4; round++)
        {
            var answers = await Crowd.AtOnce(100, i => license.On(i % 2 == 0 ? Server : other).Machine($"m{i}").Activate());
            Assert.Equal(3, answers.Count(answer => answer.Status == 200));
            Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Is(Refusal.SeatLimit(3)));
            Assert.Equal([1L, 2, 3], await SeatNumbers(license));
            Clock.Advance(TimeSpan.FromSeconds(900));
        }
    }

    [Fact]
    public async Task Late_heartbeats_and_newcomers_together_never_hold_more_than_sold()
    {
        await using var other = await Engine.StartAnother();
        var license = await SellFarm(3);
        var late = new[] { license.Machine("late-0"), license.Machine("late-1"), license.Machine("late-2") };
        for (var round = 0; round < 5; round++)
        {
            foreach (var machine in late)
                (await machine.Activate()).Ok();
            Clock.Advance(TimeSpan.FromSeconds(901));
            var answers = await Crowd.AtOnce(33, i =>
                i % 11 == 5 ? late[i / 11].Heartbeat() : license.On(i % 2 == 0 ? Server : other).Machine($"new-{i}").Activate());
            Assert.Equal(3, answers.Count(answer => answer.Status == 200));
            Assert.Equal(3, (await SeatNumbers(license)).Count);
            Assert.All(answers.Where((answer, i) => i % 11 == 5 && answer.Status != 200), answer => answer.Is(Refusal.SessionLost));
            Clock.Advance(TimeSpan.FromSeconds(901));
        }
    }

    [Fact]
    public async Task One_machine_at_once_from_everywhere_holds_one_seat()
    {
        await using var other = await Engine.StartAnother();
        var license = await SellFarm(5);
        var sessions = await Crowd.AtOnce(50, async i =>
            (await license.On(i % 2 == 0 ? Server : other).Machine("same").Activate()).Ok().String("sessionId"));
        Assert.Single(sessions.Distinct());
        Assert.Single(await SeatNumbers(license));
    }

    [Fact]
    public async Task While_the_cap_goes_up_and_down_the_seats_never_exceed_what_is_sold_at_that_moment()
    {
        var license = await SellFarm(4);
        await Crowd.AtOnce(30, async i =>
        {
            if (i % 10 == 0)
            {
                foreach (var cap in new[] { 1, 6, 2, -1, 3 })
                    (await license.Update($"\"maxConcurrent\":{cap}")).Ok();
                return 0;
            }

            var machine = license.Machine($"m{i}");
            for (var turn = 0; turn < 6; turn++)
            {
                if ((await machine.Activate()).Status == 200 && turn % 2 == 1)
                    await machine.Deactivate();
                else if (machine.Token is not null)
                    Assert.Contains((await machine.Heartbeat()).Status, new[] { 200, 403, 409 });
            }

            return 0;
        });
        Assert.InRange((await SeatNumbers(license)).Count, 0, 3);
        (await license.Update("\"maxConcurrent\":2")).Ok();
        Assert.InRange((await SeatNumbers(license)).DefaultIfEmpty(1).Max(), 1, 2);
    }

    [Fact]
    public async Task Seats_given_back_at_once_are_all_free_again()
    {
        var license = await SellFarm(20);
        var machines = Enumerable.Range(0, 20).Select(i => license.Machine($"m{i}")).ToList();
        await Crowd.AtOnce(20, i => machines[i].Activate());
        Assert.Equal(20, (await SeatNumbers(license)).Count);
        var answers = await Crowd.AtOnce(40, i => machines[i / 2].Deactivate());
        Assert.Equal(20, answers.Count(answer => answer.Ok().Flag("released")));
        Assert.Empty(await SeatNumbers(license));
    }

    private async Task<SoldLicense> SellFarm(int seats)
    {
        var product = await NewProduct();
        await NewVariant(product, "farm", new { licenseType = "floating", maxConcurrent = seats, activationsPerHour = 100_000 });
        return await Sell(new { variant = "farm" }, product);
    }

    private Task<List<long>> SeatNumbers(SoldLicense license) => Server.Database.Read(session => session.Many(
        "SELECT s.seat_no FROM seat s JOIN license l ON l.id = s.license_id WHERE l.license_key = @key AND s.expires_at > @now ORDER BY s.seat_no",
        row => row.GetInt64(0), ("key", license.Key), ("now", Clock.GetUtcNow().ToUnixTimeMilliseconds())));
}

public sealed class SeatRacesOnSqlite(SqliteEngine engine) : SeatRaces(engine), IClassFixture<SqliteEngine>;

public sealed class SeatRacesOnPostgres(PostgresEngine engine) : SeatRaces(engine), IClassFixture<PostgresEngine>;
