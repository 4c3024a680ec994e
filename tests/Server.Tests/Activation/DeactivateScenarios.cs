namespace CgLicense.Server.Tests.Activation;

public abstract class DeactivateScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_machine_gives_its_slot_back_and_another_can_have_it()
    {
        var license = await Sell(new { maxMachines = 1 });
        (await license.Machine("a").Activate()).Ok();
        var answer = (await license.Machine("a").Deactivate()).Ok();
        Assert.Equal((true, 0), (answer.Flag("released"), answer.Number("machinesUsed")));
        (await license.Machine("b").Activate()).Ok();
    }

    [Fact]
    public async Task Giving_back_twice_is_no_error_and_releases_nothing()
    {
        var license = await Sell();
        (await license.Machine("a").Activate()).Ok();
        (await license.Machine("a").Deactivate()).Ok();
        Assert.False((await license.Machine("a").Deactivate()).Ok().Flag("released"));
    }

    [Fact]
    public async Task The_token_of_a_deactivated_machine_is_not_renewed()
    {
        var machine = (await Sell()).Machine("a");
        (await machine.Activate()).Ok();
        (await machine.Deactivate()).Ok();
        await Refused(Refusal.NotActivated, machine.Validate);
        await Refused(Refusal.NotActivated, machine.Heartbeat);
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("suspended")]
    [InlineData("expired")]
    public async Task Giving_back_is_never_refused_for_the_licenses_state(string state)
    {
        var license = await Sell();
        (await license.Machine("a").Activate()).Ok();
        (await license.Update(state == "expired" ? "\"expiresAt\":\"2020-01-01\"" : $"\"status\":\"{state}\"")).Ok();
        Assert.True((await license.Machine("a").Deactivate()).Ok().Flag("released"));
    }

    [Fact]
    public async Task A_floating_machine_gives_its_seat_back_at_once()
    {
        var license = await SellFloating(1);
        (await license.Machine("a").Activate()).Ok();
        await Refused(Refusal.SeatLimit(1), license.Machine("b").Activate);
        (await license.Machine("a").Deactivate()).Ok();
        Assert.Equal(1, (await license.Machine("b").Activate()).Ok().Number("seatsUsed"));
    }

    [Fact]
    public async Task Another_product_and_an_unknown_key_release_nothing()
    {
        var license = await Sell();
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        var other = await NewProduct();
        await Refused(Refusal.WrongProduct, (machine with { ProductId = other }).Deactivate);
        await Refused(Refusal.LicenseNotFound, (machine with { Key = "CGL-NEVER-SOLD" }).Deactivate);
        Assert.Equal(1, await license.MachinesUsed());
    }

    [Fact]
    public async Task Giving_back_is_in_the_audit_trail_only_when_something_was_given_back()
    {
        var license = await Sell();
        (await license.Machine("a").Activate()).Ok();
        await license.Machine("a").Deactivate();
        await license.Machine("a").Deactivate();
        Assert.Equal(1, await Server.Database.Read(session => session.Number(
            "SELECT COUNT(*) FROM audit a JOIN license l ON l.id = a.license_id WHERE l.license_key = @key AND a.action = 'deactivate'",
            ("key", license.Key))));
    }
}

public sealed class DeactivateOnSqlite(SqliteEngine engine) : DeactivateScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class DeactivateOnPostgres(PostgresEngine engine) : DeactivateScenarios(engine), IClassFixture<PostgresEngine>;
