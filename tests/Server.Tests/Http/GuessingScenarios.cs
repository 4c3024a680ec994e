using System.Net;

namespace CgLicense.Server.Tests.Http;

/// <summary>60 unknown keys a minute and address; whoever has a real key never notices.</summary>
public abstract class GuessingScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task Who_guesses_keys_is_slowed_down_and_real_keys_behind_the_same_address_are_not()
    {
        var license = await Sell();
        var machine = license.Machine("a");
        (await machine.Activate()).Ok();
        await NextMinute();
        for (var i = 0; i < 60; i++)
            (await Guess("/verify", i)).Is(Refusal.LicenseNotFound);
        var refused = await Refused(Refusal.RateLimited, () => Guess("/verify", 60));
        Assert.Equal("60", refused.Headers.GetValues("Retry-After").Single());
        foreach (var path in new[] { "/activate", "/validate", "/heartbeat", "/deactivate" })
            await Refused(Refusal.RateLimited, () => Guess(path, 61));
        (await Server.Post("/verify", new { licenseKey = license.Key, productId = license.ProductId })).Ok();
        (await machine.Validate()).Ok();
        (await machine.Heartbeat()).Ok();
        (await license.Machine("b").Activate()).Ok();
        await NextMinute();
        (await Guess("/verify", 62)).Is(Refusal.LicenseNotFound);
    }

    [Fact]
    public async Task Every_address_behind_a_trusted_proxy_is_counted_for_itself()
    {
        await using var behind = await RunningServer.Start(Engine.Options with { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] }, Clock);
        for (var i = 0; i < 60; i++)
            await Guess("/verify", i, behind, "203.0.113.7");
        (await Guess("/verify", 60, behind, "203.0.113.7")).Is(Refusal.RateLimited);
        (await Guess("/verify", 61, behind, "203.0.113.8")).Is(Refusal.LicenseNotFound);
        (await Guess("/verify", 62, behind, "203.0.113.8, 203.0.113.7")).Is(Refusal.RateLimited);
    }

    [Fact]
    public async Task An_address_that_no_trusted_proxy_vouches_for_is_not_believed()
    {
        await NextMinute();
        for (var i = 0; i < 60; i++)
            await Guess("/verify", i, Server, $"203.0.113.{i}");
        (await Guess("/verify", 60, Server, "203.0.113.200")).Is(Refusal.RateLimited);
    }

    [Fact]
    public async Task Neighbours_in_one_IPv6_network_count_as_one()
    {
        await using var behind = await RunningServer.Start(Engine.Options with { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] }, Clock);
        for (var i = 0; i < 60; i++)
            await Guess("/verify", i, behind, $"2001:db8:0:1::{i:x}");
        (await Guess("/verify", 60, behind, "2001:db8:0:1:ffff::1")).Is(Refusal.RateLimited);
        (await Guess("/verify", 61, behind, "2001:db8:0:2::1")).Is(Refusal.LicenseNotFound);
    }

    private Task NextMinute() => Pass(TimeSpan.FromSeconds(60 - (Clock.GetUtcNow().ToUnixTimeSeconds() % 60)));

    private Task<Answer> Guess(string path, int i) => Guess(path, i, Server, null);

    private static Task<Answer> Guess(string path, int i, RunningServer server, string? forwardedFor) => server.Post(
        path,
        new { licenseKey = $"CGL-GUESS-{i}", productId = "tool", machineFingerprint = "m", hostname = "h", token = "t" },
        headers: forwardedFor is null ? [] : [("X-Forwarded-For", forwardedFor)]);
}

public sealed class GuessingOnSqlite(SqliteEngine engine) : GuessingScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class GuessingOnPostgres(PostgresEngine engine) : GuessingScenarios(engine), IClassFixture<PostgresEngine>;
