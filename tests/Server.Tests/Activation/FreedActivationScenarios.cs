namespace CgLicense.Server.Tests.Activation;

public abstract class FreedActivationScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_reset_frees_every_machine_and_says_how_many()
    {
        var license = await Sell(new { maxMachines = 2 });
        (await license.Machine("a").Activate()).Ok();
        (await license.Machine("b").Activate()).Ok();
        Assert.Equal(2, (await Reset(license)).Ok().Number("deletedCount"));
        Assert.Equal(0, (await Reset(license)).Ok().Number("deletedCount"));
        (await license.Machine("c").Activate()).Ok();
        await Refused(Refusal.NotActivated, license.Machine("a").Heartbeat);
    }

    [Fact]
    public async Task A_reset_frees_every_seat()
    {
        var license = await SellFloating(1);
        (await license.Machine("a").Activate()).Ok();
        (await Reset(license)).Ok();
        Assert.Equal(0, await license.SeatsUsed());
        (await license.Machine("b").Activate()).Ok();
    }

    [Fact]
    public async Task One_lost_machine_is_removed_and_the_others_stay()
    {
        var license = await Sell(new { maxMachines = 2 });
        (await license.Machine("lost").Activate()).Ok();
        (await license.Machine("kept").Activate()).Ok();
        var answer = (await Remove(license, "lost")).Ok();
        Assert.Equal((true, 1), (answer.Flag("removed"), answer.Number("machinesUsed")));
        Assert.False((await Remove(license, "lost")).Ok().Flag("removed"));
        (await license.Machine("kept").Heartbeat()).Ok();
        (await license.Machine("new").Activate()).Ok();
    }

    [Fact]
    public async Task A_stuck_seat_is_freed_with_its_machine()
    {
        var license = await SellFloating(1);
        (await license.Machine("stuck").Activate()).Ok();
        Assert.True((await Remove(license, "stuck")).Ok().Flag("removed"));
        (await license.Machine("next").Activate()).Ok();
    }

    [Fact]
    public async Task What_is_missing_or_unknown_frees_nothing()
    {
        var license = await Sell();
        (await license.Machine("a").Activate()).Ok();
        await Refused(Refusal.MissingFields, () => Server.Admin("/resetActivations", new { }));
        await Refused(Refusal.MissingFields, () => Server.Admin("/removeActivation", new { licenseKey = license.Key }));
        await Refused(Refusal.LicenseNotFound, () => Reset(license with { Key = "CGL-NEVER-SOLD" }));
        await Refused(Refusal.LicenseNotFound, () => Remove(license with { Key = "CGL-NEVER-SOLD" }, "a"));
        await Refused(Refusal.NoCredentials, () => Server.Post("/resetActivations", new { licenseKey = license.Key }));
        await Refused(Refusal.NoCredentials, () => Server.Post("/removeActivation", new { licenseKey = license.Key, fingerprint = "a" }));
        Assert.Equal(1, await license.MachinesUsed());
    }

    private Task<Answer> Reset(SoldLicense license) => Server.Admin("/resetActivations", new { licenseKey = license.Key });

    private Task<Answer> Remove(SoldLicense license, string fingerprint) =>
        Server.Admin("/removeActivation", new { licenseKey = license.Key, fingerprint });
}

public sealed class FreedActivationOnSqlite(SqliteEngine engine) : FreedActivationScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class FreedActivationOnPostgres(PostgresEngine engine) : FreedActivationScenarios(engine), IClassFixture<PostgresEngine>;
