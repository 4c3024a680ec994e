using CgLicense.Protocol;
using CgLicense.Server.Audit;

namespace CgLicense.Server.Tests.Audit;

public abstract class VerifyScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task An_untouched_history_is_proved_and_signed()
    {
        await using var history = await History.Begin(Engine);
        var (last, faults) = await history.Verify();
        Assert.Empty(faults);
        Assert.True(last["intact"].GetBoolean());
        Assert.Equal((1d, 0L), (last["progress"].GetDouble(), last.Number("earlierRows")));
        Assert.True(last.Number("rows") > 10);
        Assert.Equal(await Number(history, "SELECT COUNT(*) FROM audit_chain"), last.Number("chains"));
        // The root, two creators, four licenses.
        Assert.Equal(7, last.Number("chains"));
        var keys = new CgLicense.Keys.KeyFolder(TestKeys.Folder).ReadKeySet();
        var checkpoint = AuditCheckpoint.TryRead(last.String("checkpoint"), keys)!;
        Assert.Equal((last.Number("rows"), await Number(history, "SELECT MAX(id) FROM audit")), (checkpoint.Rows, checkpoint.LastRow));
        Assert.Equal(new TokenReading.Refused(TokenFault.BadClaims), LicenseToken.Read(last.String("checkpoint"), keys));
    }

    [Fact]
    public async Task A_history_that_only_grew_fits_its_checkpoint()
    {
        await using var history = await History.Begin(Engine);
        var checkpoint = (await history.Verify()).Last.String("checkpoint");
        Assert.Empty((await history.Verify(checkpoint)).Faults);
        await history.Grow("three");
        var (last, faults) = await history.Verify(checkpoint);
        Assert.Empty(faults);
        Assert.NotEqual(checkpoint, last.String("checkpoint"));
    }

    [Fact]
    public async Task A_database_taken_back_to_an_older_copy_does_not_fit_the_checkpoint()
    {
        await using var history = await History.Begin(Engine);
        var chain = $"license/{await Number(history, "SELECT MAX(license_id) FROM audit WHERE action = 'updateLicense'")}";
        await history.Server.Database.Write(session => session.Execute($"CREATE TABLE copy AS SELECT * FROM audit_chain WHERE chain = '{chain}'"));
        (await history.Server.Admin("/updateLicense", new { licenseKey = await Text(history, "SELECT license_key FROM license ORDER BY id DESC LIMIT 1"), maxMachines = 9 })).Ok();
        var checkpoint = (await history.Verify()).Last.String("checkpoint");
        // A row and its chain's end, both as they once really were: genuine in themselves.
        await history.Tamper(
            $"DELETE FROM audit WHERE chain = '{chain}' AND place = 3",
            $"UPDATE audit_chain SET length = (SELECT length FROM copy), head = (SELECT head FROM copy), seal = (SELECT seal FROM copy) WHERE chain = '{chain}'");
        Assert.Empty((await history.Verify()).Faults);
        var fault = Assert.Single((await history.Verify(checkpoint)).Faults);
        Assert.Equal("checkpoint", fault.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Another_servers_checkpoint_proves_nothing_here()
    {
        await using var history = await History.Begin(Engine);
        var token = (await history.Server.Post("/activate", new { licenseKey = await history.Grow("three"), productId = "tool-three", machineFingerprint = "machine-9", hostname = "render-9" })).Ok().String("token")!;
        foreach (var other in (string[])["e30.e30.AAAA", "nonsense", token])
            (await history.Server.Admin("/verifyAudit", new { checkpoint = other })).Is(Refusal.InvalidRequest(
                "The checkpoint was not signed by a key that this server still vouches for. Is it whole, and of this server?"));
        (await history.Server.Admin("/verifyAudit", new { continueFrom = "nonsense" })).Is(Refusal.InvalidRequest(
            "This verification cannot go on: its continueFrom is nothing that this server gave out. Leave it out to begin anew."));
    }

    [Fact]
    public async Task Personal_parts_can_be_erased_and_the_history_stays_proved()
    {
        await using var history = await History.Begin(Engine);
        var checkpoint = (await history.Verify()).Last.String("checkpoint");
        await history.Server.Database.Write(session => session.Execute(
            "UPDATE audit SET address = NULL, address_salt = NULL, personal = NULL, personal_salt = NULL"));
        Assert.Empty((await history.Verify(checkpoint)).Faults);
        Assert.All((await history.Server.Admin("/listAudit", new { })).Ok()["entries"].EnumerateArray(), entry =>
            Assert.False(entry.TryGetProperty("address", out var address) && address.ValueKind == System.Text.Json.JsonValueKind.String));
    }

    [Fact]
    public async Task What_older_servers_wrote_is_sealed_as_it_was_found()
    {
        var options = await Engine.Fresh();
        await using (var older = await RunningServer.Start(options, Clock))
        {
            await new History(older, options).Grow("one");
            await new History(older, options).Tamper(
                "UPDATE audit SET chain = NULL, place = NULL, previous = NULL, hash = NULL, opens = NULL",
                "DELETE FROM audit WHERE action IN ('beginAudit', 'openChain')", "DELETE FROM audit_chain");
        }

        await using var history = new History(await RunningServer.Start(options, Clock), options);
        (await history.Server.Admin("/updateLicense", new { licenseKey = await Text(history, "SELECT license_key FROM license WHERE id = 1"), maxMachines = 3 })).Ok();
        var (last, faults) = await history.Verify();
        Assert.Empty(faults);
        Assert.Equal(5, last.Number("earlierRows"));
        await history.Server.Database.Write(session => session.Execute("UPDATE audit SET subject = 'other' WHERE chain IS NULL AND action = 'createProduct'"));
        Assert.Equal("altered", Assert.Single((await history.Verify()).Faults).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Changes_from_many_sides_at_once_stay_one_history()
    {
        await using var history = await History.Begin(Engine);
        await using var second = await RunningServer.Start(history.Options, Clock);
        await Crowd.AtOnce(24, async i =>
        {
            var server = i % 2 == 0 ? history.Server : second;
            var slug = $"tool-{(i % 3 == 0 ? "one" : "two")}";
            var key = (await server.Admin("/createLicense", new { productId = slug, email = "artist@studio.example" })).Ok().String("licenseKey")!;
            await new History(server, history.Options).Activate(key, slug, "1");
            return true;
        });
        Assert.Empty((await history.Verify()).Faults);
    }

    [Fact]
    public async Task A_walk_over_many_parts_ends_where_it_began_to_look()
    {
        await using var history = await History.Begin(Engine);
        await history.Server.Database.Write(async session =>
        {
            for (var i = 0; i < 2500; i++)
                await AuditTrail.Record(session, new Change(Actor.Job("test"), Clock.GetUtcNow(), "test", $"{i}") { CreatorId = $"creator-{i}" });
            return true;
        });
        var (last, faults) = await history.Verify();
        Assert.Empty(faults);
        Assert.Equal(await Number(history, "SELECT COUNT(*) FROM audit"), last.Number("rows"));
        Assert.Equal(await Number(history, "SELECT COUNT(*) FROM audit_chain"), last.Number("chains"));
    }

    private static Task<long> Number(History history, string sql) => history.Server.Database.Read(async session => await session.Number(sql) ?? 0);

    private static Task<string> Text(History history, string sql) => history.Server.Database.Read(async session => (await session.One(sql, row => row.GetString(0)))!);
}

public sealed class VerifyOnSqlite(SqliteEngine engine) : VerifyScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class VerifyOnPostgres(PostgresEngine engine) : VerifyScenarios(engine), IClassFixture<PostgresEngine>;
