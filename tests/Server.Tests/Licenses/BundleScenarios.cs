namespace CgLicense.Server.Tests.Licenses;

/// <summary>A license that unlocks further products is theirs in every question, and only for as long as it unlocks them.</summary>
public abstract class BundleScenarios(EngineFixture engine) : Scenario(engine)
{
    [Theory, InlineData("per-machine"), InlineData("floating")]
    public async Task Every_endpoint_answers_for_an_unlocked_product_and_for_no_other(string licenseType)
    {
        var (license, other) = await SellBundle(licenseType);
        var machine = license.Machine("a") with { ProductId = other };
        foreach (var ask in new[] { machine.Activate, machine.Validate, machine.Heartbeat, () => Verify(machine) })
            (await ask()).Ok();
        var stranger = machine with { ProductId = await NewProduct() };
        foreach (var ask in new[] { stranger.Activate, stranger.Heartbeat, stranger.Deactivate, () => Verify(stranger) })
            await Refused(Refusal.WrongProduct, ask);
        Assert.True((await machine.Deactivate()).Ok().Flag("released"));
    }

    [Fact]
    public async Task A_product_that_is_unlocked_no_more_is_refused_and_its_token_not_renewed()
    {
        var (license, other) = await SellBundle("floating");
        var machine = license.Machine("a") with { ProductId = other };
        (await machine.Activate()).Ok();
        (await license.Update("\"unlockedProducts\":[]")).Ok();
        await Pass(TimeSpan.FromMinutes(15));
        foreach (var ask in new[] { machine.Activate, machine.Validate, machine.Heartbeat, machine.Deactivate, () => Verify(machine) })
            await Refused(Refusal.WrongProduct, ask);
        // The machine is welcome for the product that is left; the token that it shows is the other's.
        var beat = await Server.Post("/heartbeat", new { licenseKey = license.Key, machineFingerprint = "a", token = machine.Token });
        Assert.False(beat.Ok().Body.TryGetProperty("token", out _));
    }

    [Theory, InlineData("/validate"), InlineData("/heartbeat")]
    public async Task A_renewed_token_stays_its_own_products(string route)
    {
        var (license, other) = await SellBundle("floating");
        var machine = license.Machine("a") with { ProductId = other };
        (await machine.Activate()).Ok();
        await Pass(TimeSpan.FromMinutes(15));
        var answer = (await Server.Post(route, new { licenseKey = license.Key, machineFingerprint = "a", token = machine.Token })).Ok();
        Assert.NotEqual(machine.Token, answer.String("token"));
        var claims = TokenText.Claims(answer.String("token")!);
        Assert.Equal((other, other), (claims.GetProperty("productId").GetString(), claims.GetProperty("aud").GetString()));
    }

    private async Task<(SoldLicense License, string Other)> SellBundle(string licenseType)
    {
        var other = await NewProduct();
        var terms = new { licenseType, maxConcurrent = licenseType == "floating" ? 2 : 0, unlockedProducts = new[] { other } };
        return (await Sell(terms), other);
    }

    private Task<Answer> Verify(Machine machine) => Server.Post("/verify", new { licenseKey = machine.Key, productId = machine.ProductId });
}

public sealed class BundlesOnSqlite(SqliteEngine engine) : BundleScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class BundlesOnPostgres(PostgresEngine engine) : BundleScenarios(engine), IClassFixture<PostgresEngine>;
