namespace CgLicense.Server.Tests.Floating;

public abstract class SeatPerProcessScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task Every_process_takes_a_seat_of_its_own()
    {
        var license = await SellPerProcess(2);
        var first = (await license.Machine("a").Activate()).Ok();
        var second = (await license.Machine("a").Activate()).Ok();
        Assert.NotEqual(first.String("sessionId"), second.String("sessionId"));
        Assert.Equal((1, 2), (second.Number("machinesUsed"), second.Number("seatsUsed")));
        await Refused(Refusal.SeatLimit(2), license.Machine("a").Activate);
    }

    [Fact]
    public async Task A_process_resumes_its_own_session()
    {
        var process = (await SellPerProcess(1)).Machine("a");
        var first = (await process.Activate()).Ok();
        foreach (var again in new[] { await process.Activate(), await process.Validate(), await process.Heartbeat() })
            Assert.Equal(first.String("sessionId"), again.Ok().String("sessionId"));
    }

    [Fact]
    public async Task A_process_that_names_its_session_takes_one_seat_however_often_it_asks()
    {
        var license = await SellPerProcess(2);
        foreach (var used in new[] { 1, 1 })
            Assert.Equal((used, "ses_mine"), Seat((await ActivateAs("ses_mine")).Ok()));
        Assert.Equal((2, "ses_other"), Seat((await ActivateAs("ses_other")).Ok()));

        Task<Answer> ActivateAs(string session) => Server.Post(
            "/activate",
            new
            {
                licenseKey = license.Key, machineFingerprint = "a", hostname = "a", productId = license.ProductId, sessionId = session,
            });
        static (long, string?) Seat(Answer answer) => (answer.Number("seatsUsed"), answer.String("sessionId"));
    }

    [Fact]
    public async Task Ending_one_process_keeps_the_machine_while_another_runs()
    {
        var license = await SellPerProcess(2);
        var one = license.Machine("a");
        var two = license.Machine("a");
        (await one.Activate()).Ok();
        (await two.Activate()).Ok();
        var ended = (await one.Deactivate()).Ok();
        Assert.Equal((true, 1), (ended.Flag("released"), ended.Number("machinesUsed")));
        (await two.Heartbeat()).Ok();
        Assert.Equal(0, (await two.Deactivate()).Ok().Number("machinesUsed"));
    }

    [Fact]
    public async Task A_process_that_knows_its_session_from_its_token_alone_keeps_its_seat()
    {
        var process = (await SellPerProcess(3)).Machine("a");
        (await process.Activate()).Ok();
        var body = new { licenseKey = process.Key, machineFingerprint = "a", token = process.Token };
        for (var beat = 0; beat < 4; beat++)
        {
            var answer = (await Server.Post("/heartbeat", body)).Ok();
            Assert.Equal((process.SessionId, 1), (answer.String("sessionId"), answer.Number("seatsUsed")));
        }
    }

    [Fact]
    public async Task A_seat_that_has_lapsed_is_nothing_to_give_back_whether_or_not_it_was_swept_away()
    {
        var license = await SellPerProcess(2);
        var (ended, runs) = (license.Machine("a"), license.Machine("a"));
        (await ended.Activate()).Ok();
        Clock.Advance(TimeSpan.FromSeconds(800));
        (await runs.Activate()).Ok();
        Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.False((await ended.Deactivate()).Ok().Flag("released"));
        await Server.Sweep();
        Assert.False((await ended.Deactivate()).Ok().Flag("released"));
        Assert.True((await runs.Deactivate()).Ok().Flag("released"));
    }

    [Fact]
    public async Task A_session_named_by_another_machine_is_not_shared()
    {
        var license = await SellPerProcess(1);
        var holder = license.Machine("a");
        (await holder.Activate()).Ok();
        await Refused(Refusal.SeatLimit(1), () => Server.Post(
            "/activate",
            new
            {
                licenseKey = license.Key, machineFingerprint = "b", hostname = "b", productId = license.ProductId, sessionId = holder.SessionId,
            }));
    }

    private async Task<SoldLicense> SellPerProcess(int seats)
    {
        var product = await NewProduct();
        await NewVariant(product, "per-process", new { licenseType = "floating", maxConcurrent = seats, seatScope = "process" });
        return await Sell(new { variant = "per-process" }, product);
    }
}

public sealed class SeatPerProcessOnSqlite(SqliteEngine engine) : SeatPerProcessScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class SeatPerProcessOnPostgres(PostgresEngine engine) : SeatPerProcessScenarios(engine), IClassFixture<PostgresEngine>;
