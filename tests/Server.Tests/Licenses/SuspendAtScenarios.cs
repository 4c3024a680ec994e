namespace CgLicense.Server.Tests.Licenses;

/// <summary>A degraded license that is suspended at a certain moment unless somebody resolves the matter: time alone does it.</summary>
public abstract class SuspendAtScenarios(EngineFixture engine) : Scenario(engine)
{
    [Theory, InlineData("per-machine"), InlineData("floating"), InlineData("site")]
    public async Task It_works_to_the_last_second_and_is_refused_from_the_moment_on_everywhere(string licenseType)
    {
        var license = await Sell(new { licenseType, maxConcurrent = licenseType == "floating" ? 2 : 0 });
        var known = license.Machine("known");
        (await known.Activate()).Ok();
        await SuspendIn(license, TimeSpan.FromHours(72));
        await Pass(TimeSpan.FromHours(72) - TimeSpan.FromSeconds(1));
        foreach (var ask in new[] { known.Activate, known.Validate, known.Heartbeat, () => Verify(license) })
            Assert.Equal("degraded", (await ask()).Ok().String("status"));
        Assert.Equal("degraded", (await license.Record()).GetProperty("status").GetString());

        await Pass(TimeSpan.FromSeconds(1));
        foreach (var ask in new[] { known.Activate, license.Machine("new").Activate, known.Validate, known.Heartbeat, () => Verify(license) })
            await Refused(Refusal.Suspended, ask);
        Assert.Equal("suspended", (await license.Record()).GetProperty("status").GetString());
        Assert.True((await known.Deactivate()).Ok().Flag("released"));
    }

    [Theory, InlineData("\"status\":\"active\""), InlineData(null)]
    public async Task Resolving_the_matter_before_or_after_that_moment_takes_it_back(string? change)
    {
        foreach (var late in new[] { false, true })
        {
            var license = await Sell();
            var machine = license.Machine("a");
            (await machine.Activate()).Ok();
            await SuspendIn(license, TimeSpan.FromHours(1));
            await Pass(TimeSpan.FromMinutes(late ? 61 : 59));
            (change is null ? await license.Reinstate() : await license.Update(change)).Ok();
            await Pass(TimeSpan.FromDays(4));
            Assert.Equal("active", (await machine.Validate()).Ok().String("status"));
        }
    }

    [Fact]
    public async Task A_token_asks_again_no_later_than_at_that_moment()
    {
        var license = await Sell();
        var machine = license.Machine("a");
        await SuspendIn(license, TimeSpan.FromHours(3));
        (await machine.Activate()).Ok();
        Assert.Equal(Clock.GetUtcNow().AddHours(3).ToUnixTimeSeconds(), RefreshAfter(machine));
        await SuspendIn(license, TimeSpan.FromHours(72));
        (await machine.Activate()).Ok();
        Assert.Equal(Clock.GetUtcNow().AddHours(24).ToUnixTimeSeconds(), RefreshAfter(machine));
    }

    private static long RefreshAfter(Machine machine) => TokenText.Claims(machine.Token!).GetProperty("refreshAfter").GetInt64();

    private Task<Answer> Verify(SoldLicense license) =>
        Server.Post("/verify", new { licenseKey = license.Key, productId = license.ProductId });

    private async Task SuspendIn(SoldLicense license, TimeSpan time) =>
        (await license.Update($"\"status\":\"degraded\",\"suspendAt\":\"{Clock.GetUtcNow() + time:yyyy-MM-dd'T'HH:mm:ss'Z'}\"")).Ok();
}

public sealed class SuspendAtOnSqlite(SqliteEngine engine) : SuspendAtScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class SuspendAtOnPostgres(PostgresEngine engine) : SuspendAtScenarios(engine), IClassFixture<PostgresEngine>;
