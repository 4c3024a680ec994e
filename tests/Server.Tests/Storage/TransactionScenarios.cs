using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Storage;

/// <summary>What every capability relies on, whichever engine is underneath.</summary>
public abstract class TransactionScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task Work_that_fails_is_undone_as_a_whole()
    {
        var before = await TableDump.Of(Server.Database);
        await Assert.ThrowsAsync<InvalidDataException>(() => Server.Database.Write<object?>(async session =>
        {
            await session.Execute("INSERT INTO setting (name, value) VALUES ('half', 'done')");
            throw new InvalidDataException("the other half is missing");
        }));
        Assert.Equal(before, await TableDump.Of(Server.Database));
    }

    [Fact]
    public async Task An_answer_is_made_of_what_the_work_gave()
    {
        Assert.Equal("1 row", await Server.Database.Write(
            session => session.Execute("INSERT INTO setting (name, value) VALUES ('answered', 'x')"), changed => $"{changed} row"));
        Assert.Equal(1, await Server.Database.Read(session => session.Number("SELECT COUNT(*) FROM setting WHERE name = 'answered'")));
    }

    [Fact]
    public async Task Nobody_hears_the_answer_to_work_that_was_undone()
    {
        var made = 0;
        await Assert.ThrowsAsync<InvalidDataException>(() => Server.Database.Write<int, int>(
            async session =>
            {
                await session.Execute("INSERT INTO setting (name, value) VALUES ('unheard', 'x')");
                throw new InvalidDataException("undone");
            },
            done => Interlocked.Increment(ref made)));
        Assert.Equal(0, made);
        Assert.Equal(0, await Server.Database.Read(session => session.Number("SELECT COUNT(*) FROM setting WHERE name = 'unheard'")));
    }

    [Fact]
    public async Task Nobody_hears_the_answer_to_work_that_could_not_be_committed()
    {
        await Server.Database.Write(session => session.Execute(
            "CREATE TABLE promise (setting TEXT NOT NULL REFERENCES setting (name) DEFERRABLE INITIALLY DEFERRED)"));
        var made = new TaskCompletionSource<int>();
        await Assert.ThrowsAnyAsync<Exception>(() => Server.Database.Write<int, int>(
            session => session.Execute("INSERT INTO promise (setting) VALUES ('never kept')"),
            changed =>
            {
                made.SetResult(changed);
                return changed;
            }));
        // It was made, while the commit was tried.
        Assert.Equal(1, await made.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(0, await Server.Database.Read(session => session.Number("SELECT COUNT(*) FROM promise")));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_made_is_told_and_the_work_stands()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Server.Database.Write<int, int>(
            session => session.Execute("INSERT INTO setting (name, value) VALUES ('unsigned', 'x')"),
            done => throw new InvalidDataException("no key")));
        Assert.Equal(1, await Server.Database.Read(session => session.Number("SELECT COUNT(*) FROM setting WHERE name = 'unsigned'")));
    }

    [Fact]
    public async Task A_job_is_woken_by_what_is_committed_and_by_nothing_that_is_undone()
    {
        var job = "job-of-" + Guid.NewGuid();
        await Assert.ThrowsAsync<InvalidDataException>(() => Server.Database.Write<object?>(session =>
        {
            session.WakeAfterCommit(job);
            throw new InvalidDataException("undone");
        }));
        await Server.Database.Write(session => Task.FromResult(0));
        var woken = Server.Database.WakeUps.Next(job, CancellationToken.None).AsTask();
        Assert.False(woken.IsCompleted);
        await Server.Database.Write(session =>
        {
            session.WakeAfterCommit(job);
            session.WakeAfterCommit(job);
            return Task.FromResult(0);
        });
        Assert.True(await woken.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.False(Server.Database.WakeUps.Next(job, CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_job_that_was_busy_when_it_was_woken_looks_once_more()
    {
        var job = "job-of-" + Guid.NewGuid();
        for (var i = 0; i < 3; i++)
            Server.Database.WakeUps.Wake(job);
        Assert.True(await Server.Database.WakeUps.Next(job, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.False(Server.Database.WakeUps.Next(job, CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Whoever_locks_a_license_sees_what_the_one_before_wrote()
    {
        var license = await Sell();
        var key = LicenseKey.Parse(license.Key);
        await using var other = await Engine.StartAnother();
        await Crowd.AtOnce(60, i => (i % 2 == 0 ? Server : other).Database.Write(async session =>
        {
            var facts = await LicenseSql.Lock(session, key);
            var count = long.Parse(facts!.Message ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            return await session.Execute(
                "UPDATE license SET message = @message WHERE id = @id", ("message", $"{count + 1}"), ("id", facts.Id));
        }));
        Assert.Equal("60", (await license.Record()).GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_row_that_breaks_a_rule_of_the_schema_is_a_bug_and_no_outage()
    {
        const string insert = "INSERT INTO setting (name, value) VALUES ('twice', 'x')";
        await Server.Database.Write(session => session.Execute(insert));
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Server.Database.Write(session => session.Execute(insert)));
        Assert.IsNotType<StorageUnavailableException>(error);
    }

    [Fact]
    public async Task A_caller_who_has_gone_changes_nothing()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Server.Database.Write(
            session => session.Execute("INSERT INTO setting (name, value) VALUES ('gone', 'x')"), gone.Token));
        Assert.Equal(0, await Server.Database.Read(session => session.Number("SELECT COUNT(*) FROM setting WHERE name = 'gone'")));
    }
}

public sealed class TransactionsOnSqlite(SqliteEngine engine) : TransactionScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class TransactionsOnPostgres(PostgresEngine engine) : TransactionScenarios(engine), IClassFixture<PostgresEngine>
{
    [Fact]
    public async Task A_locked_license_keeps_nobody_off_another_one()
    {
        var (held, free) = (await Sell(), await Sell());
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var locked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holder = Server.Database.Write<object?>(async session =>
        {
            await LicenseSql.Lock(session, LicenseKey.Parse(held.Key));
            locked.SetResult();
            await release.Task;
            return null;
        });
        await locked.Task;
        (await free.Machine("a").Activate()).Ok();
        var waiting = held.Machine("a").Activate();
        Assert.False(waiting.IsCompleted);
        release.SetResult();
        await holder;
        (await waiting).Ok();
    }
}
