namespace CgLicense.Server.Tests.Activation;

public abstract class ActivateScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_new_machine_takes_a_slot_and_is_given_a_token()
    {
        var license = await Sell(new { maxMachines = 2 });
        var answer = (await license.Machine("a").Activate()).Ok();
        Assert.Equal((1, 2), (answer.Number("machinesUsed"), answer.Number("maxMachines")));
        Assert.Equal(("active", "indie", "per-machine"), (answer.String("status"), answer.String("variant"), answer.String("licenseType")));
        Assert.Equal(Clock.GetUtcNow().AddDays(30), answer.Time("expiresAt"));
        Assert.Equal(3, answer.String("token")!.Split('.').Length);
        Assert.Null(answer.String("sessionId"));
    }

    [Fact]
    public async Task Activating_again_is_the_same_slot_with_a_new_token()
    {
        var machine = (await Sell()).Machine("a");
        var first = (await machine.Activate()).Ok();
        var second = (await machine.Activate()).Ok();
        Assert.Equal(1, second.Number("machinesUsed"));
        Assert.NotEqual(first.String("token"), second.String("token"));
    }

    [Fact]
    public async Task A_full_license_refuses_one_machine_more_and_only_counts_the_attempt()
    {
        var license = await Sell(new { maxMachines = 1 });
        (await license.Machine("a").Activate()).Ok();
        var before = await license.Show();
        (await license.Machine("b").Activate()).Is(Refusal.MachineLimit(1));
        Assert.Equal(before.Text, (await license.Show()).Text);
    }

    [Fact]
    public async Task Unlimited_machines_are_unlimited()
    {
        var product = await NewProduct();
        await NewVariant(product, "open", new { maxMachines = -1, activationsPerHour = 1000 });
        var license = await Sell(new { variant = "open" }, product);
        for (var i = 1; i <= 20; i++)
            Assert.Equal(i, (await license.Machine($"m{i}").Activate()).Ok().Number("machinesUsed"));
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("suspended")]
    public async Task A_license_that_may_not_be_used_is_refused_for_new_and_known_machines(string status)
    {
        var license = await Sell();
        (await license.Machine("a").Activate()).Ok();
        (await license.Update($"\"status\":\"{status}\"")).Ok();
        var refusal = status == "revoked" ? Refusal.Revoked : Refusal.Suspended;
        await Refused(refusal, license.Machine("a").Activate);
        await Refused(refusal, license.Machine("b").Activate);
    }

    [Fact]
    public async Task A_license_expires_by_the_clock()
    {
        var license = await Sell(new { expiresAt = Clock.GetUtcNow().AddHours(1) });
        (await license.Machine("a").Activate()).Ok();
        await Pass(TimeSpan.FromMinutes(59));
        (await license.Machine("a").Activate()).Ok();
        await Pass(TimeSpan.FromMinutes(1));
        await Refused(Refusal.Expired, license.Machine("a").Activate);
    }

    [Fact]
    public async Task A_degraded_license_works_and_brings_its_message()
    {
        var license = await Sell();
        (await license.Update("""  "status":"degraded","message":"Payment is overdue." """)).Ok();
        var answer = (await license.Machine("a").Activate()).Ok();
        Assert.Equal(("degraded", "Payment is overdue."), (answer.String("status"), answer.String("message")));
        Assert.Equal(Clock.GetUtcNow().AddHours(24), answer.Time("expiresAt"));
    }

    [Fact]
    public async Task Another_product_is_refused()
    {
        var machine = (await Sell()).Machine("a");
        var other = await NewProduct();
        await Refused(Refusal.WrongProduct, (machine with { ProductId = other }).Activate);
        await Refused(Refusal.WrongProduct, (machine with { ProductId = "no-such-tool" }).Activate);
    }

    [Fact]
    public async Task A_bundle_activates_every_product_it_unlocks_in_one_slot()
    {
        var other = await NewProduct();
        var license = await Sell(new { maxMachines = 1, unlockedProducts = new[] { other } });
        Assert.Equal(1, (await license.Machine("a").Activate()).Ok().Number("machinesUsed"));
        var second = license.Machine("a") with { ProductId = other };
        Assert.Equal(1, (await second.Activate()).Ok().Number("machinesUsed"));
        (await second.Validate()).Ok();
        (await license.Update("\"unlockedProducts\":[]")).Ok();
        await Refused(Refusal.WrongProduct, second.Validate);
        (await license.Machine("a").Activate()).Ok();
    }

    [Fact]
    public async Task A_key_that_was_never_sold_is_not_found() =>
        await Refused(Refusal.LicenseNotFound, ((await Sell()).Machine("a") with { Key = "CGL-NEVER-SOLD" }).Activate);

    [Fact]
    public async Task A_key_is_found_however_it_was_typed()
    {
        var license = await Sell();
        var typed = " " + license.Key.ToLowerInvariant().Replace('-', ' ').Replace('0', 'o').Replace('1', 'l') + " ";
        Assert.Equal(1, (await (license.Machine("a") with { Key = typed }).Activate()).Ok().Number("machinesUsed"));
        Assert.Equal(1, (await license.Machine("a").Activate()).Ok().Number("machinesUsed"));
    }

    [Fact]
    public async Task What_a_machine_says_about_itself_is_kept_and_brought_up_to_date()
    {
        var license = await Sell();
        await Tell(license, "ws-1", "ada", "python/0.1.0");
        var firstSeen = Clock.GetUtcNow();
        await Pass(TimeSpan.FromHours(1));
        await Tell(license, "ws-1-renamed", null, "dotnet/0.1.0");
        var row = (await license.Show()).Ok()["activations"][0];
        Assert.Equal("ws-1-renamed", row.GetProperty("hostname").GetString());
        Assert.Equal("dotnet/0.1.0", row.GetProperty("sdk").GetString());
        Assert.Equal(firstSeen, row.GetProperty("firstSeen").GetDateTimeOffset());
        Assert.Equal(Clock.GetUtcNow(), row.GetProperty("lastSeen").GetDateTimeOffset());
        Assert.False(row.GetProperty("sessionActive").GetBoolean());
    }

    private static async Task Tell(SoldLicense license, string hostname, string? user, string sdk) => (await license.Server.Post(
        "/activate",
        new { licenseKey = license.Key, machineFingerprint = "a", productId = license.ProductId, hostname, user, sdk })).Ok();
}

public sealed class ActivateOnSqlite(SqliteEngine engine) : ActivateScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ActivateOnPostgres(PostgresEngine engine) : ActivateScenarios(engine), IClassFixture<PostgresEngine>;
