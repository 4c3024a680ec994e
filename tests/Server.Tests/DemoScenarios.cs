namespace CgLicense.Server.Tests;

public abstract class DemoScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task The_demo_is_planted_once_and_every_license_of_it_works()
    {
        var demo = await DemoSeed.Plant(Server.Database, Clock);
        Assert.Equal(demo, await DemoSeed.Plant(Server.Database, Clock));
        foreach (var (key, type, machines, seats) in new[]
        {
            (demo.PerMachine, "per-machine", 2, 0), (demo.Floating, "floating", -1, 3), (demo.Site, "site", -1, 0),
        })
        {
            var license = new SoldLicense(Server, DemoSeed.ProductId, key);
            Assert.Equal(type, (await license.Machine("a").Activate()).Ok().String("licenseType"));
            var record = await license.Record();
            Assert.Equal((machines, seats), (record.GetProperty("maxMachines").GetInt32(), record.GetProperty("maxConcurrent").GetInt32()));
        }
    }
}

public sealed class DemoOnSqlite(SqliteEngine engine) : DemoScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class DemoOnPostgres(PostgresEngine engine) : DemoScenarios(engine), IClassFixture<PostgresEngine>;
