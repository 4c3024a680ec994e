namespace CgLicense.Server.Tests.Processes;

/// <summary>What the real program still knows after it was killed: limits and first answers live in the database, not in it.</summary>
public abstract class RestartTests(Nodes nodes)
{
    [Fact]
    public async Task The_limit_on_new_machines_outlives_the_process_and_never_touches_known_ones()
    {
        string token;
        Key key;
        await using (var first = await nodes.Start())
        {
            key = await Wire.Sell(first.Url, await Wire.NewProduct(first.Url), "indie", machines: 2);
            token = (await key.Ask(first.Url, "/activate", "m0")).Ok().String("token")!;
            for (var i = 1; i < 15; i++)
                await key.Ask(first.Url, "/activate", $"m{i}");
            (await key.Ask(first.Url, "/activate", "one-more")).Is(Refusal.RateLimited);
            await first.Kill();
        }

        await using var second = await nodes.Start();
        var retry = (await key.Ask(second.Url, "/activate", "one-more")).Is(Refusal.RateLimited).Number("retryAfterSeconds");
        Assert.InRange(retry, 1, 3600);
        for (var i = 0; i < 20; i++)
            (await key.Ask(second.Url, "/activate", "m0")).Ok();
        (await Wire.Post(second.Url, "/validate", new { licenseKey = key.LicenseKey, machineFingerprint = "m0", token })).Ok();
        (await key.Ask(second.Url, "/heartbeat", "m0")).Ok();
    }

    [Fact]
    public async Task A_seat_outlives_the_process_that_gave_it()
    {
        Key key;
        string session;
        await using (var first = await nodes.Start())
        {
            key = await Wire.Sell(first.Url, await Wire.NewProduct(first.Url), "pool", seats: 1);
            session = (await key.Ask(first.Url, "/activate", "artist")).Ok().String("sessionId")!;
            await first.Kill();
        }

        await using var second = await nodes.Start();
        (await key.Ask(second.Url, "/activate", "rival")).Is(Refusal.SeatLimit(1));
        var beat = (await key.Ask(second.Url, "/heartbeat", "artist")).Ok();
        Assert.Equal((session, false), (beat.String("sessionId"), beat.Flag("reacquired")));
    }

    [Fact]
    public async Task An_answer_that_was_given_once_is_given_again_by_the_next_process()
    {
        object body;
        Answer answer;
        await using (var first = await nodes.Start())
        {
            body = new { email = "artist@studio.example", productId = await Wire.NewProduct(first.Url) };
            answer = (await Wire.Admin(first.Url, "/createLicense", body, "order-1")).Ok();
            await first.Kill();
        }

        await using var second = await nodes.Start();
        Assert.Equal(answer.Text, (await Wire.Admin(second.Url, "/createLicense", body, "order-1")).Ok().Text);
    }
}

public sealed class RestartOnSqlite(SqliteNode node) : RestartTests(node), IClassFixture<SqliteNode>;

public sealed class RestartOnPostgres(PostgresNodes nodes) : RestartTests(nodes), IClassFixture<PostgresNodes>;
