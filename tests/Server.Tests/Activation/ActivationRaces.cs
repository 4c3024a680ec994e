using System.Net;

namespace CgLicense.Server.Tests.Activation;

/// <summary>Many machines at once, on two nodes of one database: exactly as many win as were sold.</summary>
public abstract class ActivationRaces(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task Of_64_machines_at_once_exactly_5_get_a_5_machine_license()
    {
        await using var other = await Engine.StartAnother();
        for (var round = 0; round < 3; round++)
        {
            var license = await SellQuick(machines: 5);
            var answers = await Crowd.AtOnce(64, i => license.On(i % 2 == 0 ? Server : other).Machine($"m{i}").Activate());
            Assert.Equal(5, answers.Count(answer => answer.Status == 200));
            Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Is(Refusal.MachineLimit(5)));
            Assert.Equal([1L, 2, 3, 4, 5], answers.Where(answer => answer.Status == 200).Select(answer => answer.Number("machinesUsed")).Order());
            Assert.Equal(5, await license.MachinesUsed());
        }
    }

    [Fact]
    public async Task One_machine_fifty_times_at_once_takes_one_slot()
    {
        await using var other = await Engine.StartAnother();
        var license = await Sell(new { maxMachines = 5 });
        var answers = await Crowd.AtOnce(50, i => license.On(i % 2 == 0 ? Server : other).Machine("same").Activate());
        Assert.All(answers, answer => Assert.Equal(1, answer.Ok().Number("machinesUsed")));
        Assert.Equal(1, await license.MachinesUsed());
    }

    [Fact]
    public async Task Of_40_strangers_at_once_15_are_heard_and_the_rest_wait_an_hour()
    {
        await using var other = await Engine.StartAnother();
        var license = await Sell(new { maxMachines = 2 });
        var answers = await Crowd.AtOnce(40, i => license.On(i % 2 == 0 ? Server : other).Machine($"m{i}").Activate());
        Assert.Equal(
            [(200, 2), (403, 13), (429, 25)],
            answers.GroupBy(answer => answer.Status).OrderBy(group => group.Key).Select(group => (group.Key, group.Count())));
    }

    [Fact]
    public async Task Machines_that_come_and_go_at_once_are_never_more_than_sold()
    {
        var license = await SellQuick(machines: 3);
        await using var other = await Engine.StartAnother();
        var seen = new System.Collections.Concurrent.ConcurrentBag<long>();
        await Crowd.AtOnce(24, async i =>
        {
            var machine = license.On(i % 2 == 0 ? Server : other).Machine($"m{i}");
            for (var turn = 0; turn < 6; turn++)
            {
                if (await machine.Activate() is { Status: 200 } taken)
                {
                    seen.Add(taken.Number("machinesUsed"));
                    (await machine.Deactivate()).Ok();
                }
            }

            return 0;
        });
        Assert.NotEmpty(seen);
        Assert.All(seen, used => Assert.InRange(used, 1, 3));
        Assert.Equal(0, await license.MachinesUsed());
    }

    [Fact]
    public async Task A_slot_that_is_given_back_is_taken_by_exactly_one_of_those_who_wait()
    {
        var license = await SellQuick(machines: 1);
        (await license.Machine("holder").Activate()).Ok();
        for (var round = 0; round < 5; round++)
        {
            var released = (await license.Show()).Ok()["activations"][0].GetProperty("fingerprint").GetString()!;
            var answers = await Crowd.AtOnce(21, i => i == 10 ? license.Machine(released).Deactivate() : license.Machine($"r{round}-{i}").Activate());
            var won = answers.Where((answer, i) => i != 10 && answer.Status == 200).Count();
            Assert.InRange(won, 0, 1);
            Assert.Equal(won, await license.MachinesUsed());
            if (won == 0)
                (await license.Machine($"r{round}-next").Activate()).Ok();
        }
    }

    [Fact]
    public async Task Revoking_under_load_leaves_nobody_activated_who_was_answered_after_it()
    {
        var license = await SellQuick(machines: 1000);
        var answers = await Crowd.AtOnce(61, async i =>
        {
            if (i == 30)
                return await license.Revoke();
            var machine = license.Machine($"m{i}");
            var first = await machine.Activate();
            // Whoever was refused once, is refused from then on.
            return first.Status == 200 ? first : (await machine.Activate()).Is(Refusal.Revoked);
        });
        Assert.Equal(1 + await license.MachinesUsed(), answers.Count(answer => answer.Status == (int)HttpStatusCode.OK));
        (await license.Machine("later").Activate()).Is(Refusal.Revoked);
    }

    private async Task<SoldLicense> SellQuick(int machines)
    {
        var product = await NewProduct();
        await NewVariant(product, "quick", new { maxMachines = machines, activationsPerHour = 100_000 });
        return await Sell(new { variant = "quick" }, product);
    }
}

public sealed class ActivationRacesOnSqlite(SqliteEngine engine) : ActivationRaces(engine), IClassFixture<SqliteEngine>;

public sealed class ActivationRacesOnPostgres(PostgresEngine engine) : ActivationRaces(engine), IClassFixture<PostgresEngine>;
