namespace CgLicense.Server.Tests.Activation;

/// <summary>15 new machines an hour and license: slows down whoever passes a key around, never a machine that is known.</summary>
public abstract class AttemptLimitScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task The_sixteenth_new_machine_of_an_hour_is_refused_whether_the_others_got_in_or_not()
    {
        var license = await Exhausted();
        var answer = await Refused(Refusal.RateLimited, license.Machine("one-more").Activate);
        Assert.Equal(3600, answer.Number("retryAfterSeconds"));
        Assert.Equal("3600", answer.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task The_limit_counts_attempts_and_not_the_machines_that_stayed()
    {
        var license = await Sell(new { maxMachines = 1 });
        for (var i = 0; i < 15; i++)
        {
            (await license.Machine($"m{i}").Activate()).Ok();
            (await license.Machine($"m{i}").Deactivate()).Ok();
        }

        await Refused(Refusal.RateLimited, license.Machine("one-more").Activate);
    }

    [Fact]
    public async Task A_known_machine_activates_validates_and_beats_as_if_there_were_no_limit()
    {
        var license = await Exhausted();
        var known = license.Machine("m0");
        (await known.Activate()).Ok();
        (await known.Validate()).Ok();
        (await known.Heartbeat()).Ok();
        for (var i = 0; i < 20; i++)
            (await known.Activate()).Ok();
    }

    [Fact]
    public async Task An_hour_later_there_is_room_again()
    {
        var license = await Exhausted(machines: 20);
        await Pass(TimeSpan.FromMinutes(59));
        var answer = await Refused(Refusal.RateLimited, license.Machine("one-more").Activate);
        Assert.Equal(60, answer.Number("retryAfterSeconds"));
        await Pass(TimeSpan.FromMinutes(1));
        (await license.Machine("one-more").Activate()).Ok();
    }

    [Fact]
    public async Task The_limit_holds_on_every_node_and_after_a_restart()
    {
        var license = await Exhausted(machines: 20);
        await using var restarted = await Engine.StartAnother();
        await Refused(Refusal.RateLimited, license.On(restarted).Machine("one-more").Activate);
    }

    [Fact]
    public async Task One_license_at_its_limit_leaves_others_alone()
    {
        var license = await Exhausted();
        (await (await Sell(product: license.ProductId)).Machine("one-more").Activate()).Ok();
    }

    [Fact]
    public async Task A_variant_can_raise_the_limit()
    {
        var product = await NewProduct();
        await NewVariant(product, "lab", new { maxMachines = 100, activationsPerHour = 16 });
        var license = await Sell(new { variant = "lab" }, product);
        for (var i = 0; i < 16; i++)
            (await license.Machine($"m{i}").Activate()).Ok();
        await Refused(Refusal.RateLimited, license.Machine("one-more").Activate);
    }

    [Fact]
    public async Task A_farm_may_bring_fifteen_machines_for_every_seat_it_bought()
    {
        var license = await SellFloating(2);
        for (var i = 0; i < 30; i++)
        {
            (await license.Machine($"m{i}").Activate()).Ok();
            (await license.Machine($"m{i}").Deactivate()).Ok();
        }

        await Refused(Refusal.RateLimited, license.Machine("one-more").Activate);
    }

    [Fact]
    public async Task A_seat_that_is_not_to_be_had_costs_no_attempt()
    {
        var license = await SellFloating(1);
        (await license.Machine("holder").Activate()).Ok();
        for (var i = 0; i < 20; i++)
            (await license.Machine("waits").Activate()).Is(Refusal.SeatLimit(1));
        (await license.Machine("holder").Deactivate()).Ok();
        (await license.Machine("waits").Activate()).Ok();
    }

    private async Task<SoldLicense> Exhausted(int machines = 2)
    {
        var license = await Sell(new { maxMachines = machines });
        for (var i = 0; i < 15; i++)
            Assert.Equal(i < machines ? 200 : 403, (await license.Machine($"m{i}").Activate()).Status);
        return license;
    }
}

public sealed class AttemptLimitOnSqlite(SqliteEngine engine) : AttemptLimitScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class AttemptLimitOnPostgres(PostgresEngine engine) : AttemptLimitScenarios(engine), IClassFixture<PostgresEngine>;
