using CgLicense.Protocol;

namespace CgLicense.Server.Tests.Validation;

public abstract class ValidateScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_fresh_token_is_answered_as_it_was_sent()
    {
        var machine = (await Sell()).Machine("a");
        var activated = (await machine.Activate()).Ok();
        await Pass(TimeSpan.FromHours(23));
        var answer = (await machine.Validate()).Ok();
        Assert.False(answer.Flag("refreshed"));
        Assert.Equal(activated.String("token"), answer.String("token"));
        Assert.Equal(activated.Time("expiresAt"), answer.Time("expiresAt"));
        Assert.Equal((1, 2), (answer.Number("machinesUsed"), answer.Number("maxMachines")));
    }

    [Fact]
    public async Task A_day_old_token_is_renewed_for_the_full_term()
    {
        var machine = (await Sell()).Machine("a");
        (await machine.Activate()).Ok();
        await Pass(TimeSpan.FromHours(24));
        var answer = (await machine.Validate()).Ok();
        Assert.True(answer.Flag("refreshed"));
        Assert.Equal(Clock.GetUtcNow().AddDays(30), answer.Time("expiresAt"));
        Assert.False((await machine.Validate()).Ok().Flag("refreshed"));
    }

    [Fact]
    public async Task An_expired_token_of_a_machine_that_kept_its_slot_is_renewed()
    {
        var product = await NewProduct();
        await NewVariant(product, "short", new { tokenDays = 1, graceDays = 0 });
        var machine = (await Sell(new { variant = "short" }, product)).Machine("a");
        (await machine.Activate()).Ok();
        await Pass(TimeSpan.FromDays(2));
        Assert.True((await machine.Validate()).Ok().Flag("refreshed"));
    }

    [Theory]
    [InlineData("\"status\":\"degraded\",\"message\":\"Please pay.\"")]
    [InlineData("\"variant\":\"studio\"")]
    [InlineData("\"expiresAt\":\"2090-01-01T00:00:00Z\"")]
    [InlineData("\"licenseType\":\"site\"")]
    [InlineData("\"message\":\"A new version is out.\"")]
    public async Task A_token_whose_claims_are_out_of_date_is_renewed_at_once(string change)
    {
        var license = await Sell();
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        (await license.Update(change)).Ok();
        Assert.True((await machine.Validate()).Ok().Flag("refreshed"));
        Assert.False((await machine.Validate()).Ok().Flag("refreshed"));
    }

    [Fact]
    public async Task New_features_and_offline_terms_of_the_variant_reach_the_next_token()
    {
        var product = await NewProduct();
        await NewVariant(product, "indie", new { features = new[] { "render" } });
        var machine = (await Sell(product: product)).Machine("a");
        (await machine.Activate()).Ok();
        (await Server.Admin("/updateVariant", new { productId = product, name = "indie", tokenDays = 5, features = new[] { "render", "export" } })).Ok();
        var answer = (await machine.Validate()).Ok();
        Assert.Equal(["render", "export"], answer["features"].EnumerateArray().Select(feature => feature.GetString()));
        Assert.Equal(Clock.GetUtcNow().AddDays(5), answer.Time("expiresAt"));
    }

    [Fact]
    public async Task A_token_that_is_not_genuine_or_not_this_machines_is_refused()
    {
        var license = await Sell();
        var machine = license.Machine("a");
        var other = license.Machine("b");
        var stranger = (await Sell(product: license.ProductId)).Machine("a");
        foreach (var each in new[] { machine, other, stranger })
            (await each.Activate()).Ok();
        var parts = machine.Token!.Split('.');
        foreach (var token in new[]
        {
            "not-a-token", parts[0] + "." + parts[1] + ".", machine.Token[..^6] + "AAAAAA", other.Token!, stranger.Token!,
            "eyJhbGciOiJub25lIn0." + parts[1] + ".AA",
        })
        {
            await Refused(Refusal.InvalidToken, () => Server.Post(
                "/validate", new { licenseKey = license.Key, machineFingerprint = "a", token }));
        }
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("suspended")]
    [InlineData("expired")]
    public async Task The_licenses_state_is_told_even_to_a_token_that_is_not_genuine(string state)
    {
        var license = await Sell();
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        (await license.Update(state == "expired" ? "\"expiresAt\":\"2020-01-01\"" : $"\"status\":\"{state}\"")).Ok();
        var refusal = state switch { "revoked" => Refusal.Revoked, "suspended" => Refusal.Suspended, _ => Refusal.Expired };
        await Refused(refusal, machine.Validate);
        await Refused(refusal, () => Server.Post(
            "/validate", new { licenseKey = license.Key, machineFingerprint = "a", token = "not-a-token" }));
    }

    [Fact]
    public async Task A_machine_that_was_removed_is_refused()
    {
        var license = await Sell();
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        (await Server.Admin("/removeActivation", new { licenseKey = license.Key, fingerprint = "a" })).Ok();
        await Refused(Refusal.NotActivated, machine.Validate);
        await Refused(Refusal.LicenseNotFound, (machine with { Key = "CGL-NEVER-SOLD" }).Validate);
    }

    [Fact]
    public async Task Most_validations_write_nothing_and_the_machines_last_sign_of_life_is_kept_to_ten_minutes()
    {
        var license = await Sell();
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        await Pass(TimeSpan.FromMinutes(9));
        var before = await TableDump.Of(Server.Database);
        (await machine.Validate()).Ok();
        Assert.Equal(before, await TableDump.Of(Server.Database));
        await Pass(TimeSpan.FromMinutes(1));
        (await machine.Validate()).Ok();
        Assert.Equal(Clock.GetUtcNow(), (await license.Show())["activations"][0].GetProperty("lastSeen").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_second_node_renews_what_the_first_one_issued()
    {
        await using var other = await Engine.StartAnother();
        var license = await Sell();
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        var answer = await other.Post("/validate", new { licenseKey = license.Key, machineFingerprint = "a", token = machine.Token });
        Assert.Equal(machine.Token, answer.Ok().String("token"));
        Assert.Equal(ErrorCodes.InvalidToken, (await other.Post(
            "/validate", new { licenseKey = license.Key, machineFingerprint = "a", token = "x" })).String("code"));
    }
}

public sealed class ValidateOnSqlite(SqliteEngine engine) : ValidateScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class ValidateOnPostgres(PostgresEngine engine) : ValidateScenarios(engine), IClassFixture<PostgresEngine>;
