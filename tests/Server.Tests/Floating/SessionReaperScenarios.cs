using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Floating;

public abstract class SessionReaperScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task Lapsed_seats_are_swept_away_and_live_ones_stay()
    {
        var license = await SellFloating(2);
        (await license.Machine("lapses").Activate()).Ok();
        await Pass(TimeSpan.FromMinutes(10));
        (await license.Machine("lives").Activate()).Ok();
        await Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(["lives"], await Texts("SELECT fingerprint FROM seat s JOIN license l ON l.id = s.license_id WHERE l.license_key = @key", license));
    }

    [Fact]
    public async Task Attempts_are_forgotten_when_their_hour_is_over()
    {
        var license = await Sell();
        (await license.Machine("a").Activate()).Ok();
        const string attempts =
            "SELECT l.license_key FROM activation_attempt t JOIN license l ON l.id = t.license_id WHERE l.license_key = @key";
        Assert.Single(await Texts(attempts, license));
        await Pass(TimeSpan.FromHours(1));
        Assert.Empty(await Texts(attempts, license));
    }

    [Fact]
    public async Task First_answers_of_idempotent_calls_are_kept_for_a_week()
    {
        var product = await NewProduct();
        var body = new { productId = product, email = "artist@studio.example" };
        (string, string) once = ("Idempotency-Key", "week-" + product);
        var first = (await Server.Post("/createLicense", body, EngineFixture.AdminSecret, once)).Ok().String("licenseKey");
        await Pass(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(first, (await Server.Post("/createLicense", body, EngineFixture.AdminSecret, once)).Ok().String("licenseKey"));
        await Pass(TimeSpan.FromSeconds(1));
        Assert.NotEqual(first, (await Server.Post("/createLicense", body, EngineFixture.AdminSecret, once)).Ok().String("licenseKey"));
    }

    [Fact]
    public async Task The_sweep_comes_by_itself_within_a_minute()
    {
        var license = await SellFloating(1);
        (await license.Machine("a").Activate()).Ok();
        Clock.Advance(TimeSpan.FromMinutes(16));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await Texts("SELECT fingerprint FROM seat s JOIN license l ON l.id = s.license_id WHERE l.license_key = @key", license)).Count > 0)
            await Task.Delay(10, patience.Token);
    }

    [Fact]
    public async Task Two_servers_may_sweep_at_once()
    {
        await using var other = await Engine.StartAnother();
        for (var i = 0; i < 5; i++)
        {
            var license = await SellFloating(1);
            (await license.Machine("a").Activate()).Ok();
            Clock.Advance(TimeSpan.FromMinutes(20));
            await Task.WhenAll(Server.Sweep(), other.Sweep());
            (await license.Machine("b").Activate()).Ok();
        }
    }

    private Task<List<string>> Texts(string sql, SoldLicense license) =>
        Server.Database.Read(session => session.Many(sql, row => row.GetString(0), ("key", license.Key)));
}

public sealed class SessionReaperOnSqlite(SqliteEngine engine) : SessionReaperScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class SessionReaperOnPostgres(PostgresEngine engine) : SessionReaperScenarios(engine), IClassFixture<PostgresEngine>;
