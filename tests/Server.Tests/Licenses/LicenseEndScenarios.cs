namespace CgLicense.Server.Tests.Licenses;

/// <summary>The end of a license, of a trial's too, reaches every endpoint that a client asks, at the same moment.</summary>
public abstract class LicenseEndScenarios(EngineFixture engine) : Scenario(engine)
{
    [Theory]
    [InlineData("per-machine", true)]
    [InlineData("per-machine", false)]
    [InlineData("floating", true)]
    [InlineData("site", false)]
    public async Task It_works_to_the_last_second_and_is_refused_from_its_end_on_everywhere(string licenseType, bool trial)
    {
        var license = await SellForAWeek(licenseType, trial);
        var known = license.Machine("known");
        (await known.Activate()).Ok();
        await Pass(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        foreach (var ask in new[] { known.Activate, known.Validate, known.Heartbeat, () => Verify(license) })
            Assert.Equal("active", (await ask()).Ok().String("status"));

        await Pass(TimeSpan.FromSeconds(1));
        foreach (var ask in new[] { known.Activate, license.Machine("new").Activate, known.Validate, known.Heartbeat, () => Verify(license) })
            await Refused(Refusal.Expired, ask);
        Assert.Equal("expired", (await license.Record()).GetProperty("status").GetString());
        Assert.True((await known.Deactivate()).Ok().Flag("released"));
    }

    [Fact]
    public async Task A_license_that_is_prolonged_after_its_end_works_again_at_the_next_question()
    {
        var license = await SellForAWeek("floating", trial: true);
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        await Pass(TimeSpan.FromDays(8));
        await Refused(Refusal.Expired, machine.Heartbeat);
        (await license.Update("\"expiresAt\":null")).Ok();
        Assert.True((await machine.Heartbeat()).Ok().Flag("reacquired"));
        Assert.Null((await machine.Validate()).Ok().String("licenseExpiresAt"));
    }

    private async Task<SoldLicense> SellForAWeek(string licenseType, bool trial)
    {
        var product = await NewProduct();
        var maxConcurrent = licenseType == "floating" ? 2 : 0;
        await NewVariant(product, "trial", new { licenseType, maxConcurrent, trialDays = trial ? 7 : (int?)null });
        return trial
            ? await Sell(new { variant = "trial" }, product)
            : await Sell(new { variant = "trial", expiresAt = Clock.GetUtcNow().AddDays(7) }, product);
    }

    private Task<Answer> Verify(SoldLicense license) =>
        Server.Post("/verify", new { licenseKey = license.Key, productId = license.ProductId });
}

public sealed class LicenseEndOnSqlite(SqliteEngine engine) : LicenseEndScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class LicenseEndOnPostgres(PostgresEngine engine) : LicenseEndScenarios(engine), IClassFixture<PostgresEngine>;
