using CgLicense.Server.Storage;
using Microsoft.Data.Sqlite;

namespace CgLicense.Server.Tests.Storage;

/// <summary>Group commit: many requests share one transaction, and none notices.</summary>
public sealed class SqliteWriterTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-test-").FullName;
    private SqliteDatabase database = null!;

    private string File => Path.Combine(folder, "writer.db");

    public async ValueTask InitializeAsync()
    {
        database = new SqliteDatabase(File);
        await database.Write(session => session.Execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)"));
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Thousands_of_writers_at_once_all_write_and_none_hears_that_the_database_is_locked()
    {
        await Crowd.AtOnce(4000, i => Write($"note {i}"));
        Assert.Equal(4000, await Count());
    }

    [Fact]
    public async Task One_that_fails_takes_no_other_with_it_and_leaves_nothing_of_its_own()
    {
        var outcomes = await Crowd.AtOnce(700, async i =>
        {
            try
            {
                await database.Write(async session =>
                {
                    await session.Execute("INSERT INTO note (text) VALUES (@text)", ("text", $"note {i}"));
                    return i % 7 == 0 ? throw new InvalidDataException($"failure {i}") : 0;
                });
                return "";
            }
            catch (InvalidDataException e)
            {
                return e.Message;
            }
        });
        Assert.Equal(Enumerable.Range(0, 700).Select(i => i % 7 == 0 ? $"failure {i}" : ""), outcomes);
        Assert.Equal(600, await Count());
    }

    [Fact]
    public async Task One_that_breaks_a_rule_of_the_schema_takes_no_other_with_it()
    {
        await Write("taken");
        var outcomes = await Crowd.AtOnce(200, async i =>
        {
            try
            {
                await Write(i % 2 == 0 ? "taken" : $"note {i}");
                return true;
            }
            catch (SqliteException)
            {
                return false;
            }
        });
        Assert.Equal(100, outcomes.Count(written => written));
        Assert.Equal(101, await Count());
    }

    [Fact]
    public async Task Who_goes_away_while_waiting_writes_nothing()
    {
        using var opened = new ManualResetEventSlim();
        using var gone = new CancellationTokenSource();
        var first = database.Write(async session =>
        {
            opened.Wait();
            return await session.Execute("INSERT INTO note (text) VALUES ('first')");
        });
        var second = database.Write(session => session.Execute("INSERT INTO note (text) VALUES ('second')"), gone.Token);
        var third = Write("third");
        await gone.CancelAsync();
        opened.Set();
        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await third;
        Assert.Equal(2, await Count());
    }

    [Fact]
    public async Task What_was_answered_is_seen_by_every_reader_at_once()
    {
        for (var i = 0; i < 50; i++)
        {
            await Write($"note {i}");
            Assert.Equal(i + 1, await Count());
        }
    }

    [Fact]
    public async Task The_log_begins_anew_while_writers_never_pause()
    {
        await database.Write(session => session.Execute("CREATE TABLE page (text TEXT NOT NULL)"));
        var text = new string('x', 4000);
        var longest = 0L;
        for (var i = 0; i < 40; i++)
        {
            await Crowd.AtOnce(1000, _ => database.Write(session => session.Execute("INSERT INTO page (text) VALUES (@text)", ("text", text))));
            longest = Math.Max(longest, new FileInfo(File + "-wal").Length);
        }

        // 160 MB were written, of which the log holds 32 and what comes while they are copied.
        Assert.InRange(longest, 1, 110_000_000);
        Assert.Equal(40_000, await database.Read(session => session.Number("SELECT COUNT(*) FROM page")));
    }

    [Fact]
    public async Task Values_come_back_as_they_went_in()
    {
        await database.Write(session => session.Execute("CREATE TABLE value (number BIGINT, text TEXT)"));
        (long? Number, string? Text)[] values = [(long.MinValue, ""), (null, "ü😀'\"--"), (long.MaxValue, null)];
        foreach (var (number, text) in values)
        {
            Assert.Equal(1, await database.Write(session => session.Execute(
                "INSERT INTO value (number, text) VALUES (@number, @text)", ("number", number), ("text", text))));
        }

        Assert.Equal(values, await database.Read(session => session.Many(
            "SELECT number, text FROM value ORDER BY rowid", row => (row.NumberOrNull(0), row.TextOrNull(1)))));
        Assert.Equal(3, await database.Write(session => session.Execute("UPDATE value SET text = 'x'")));
    }

    [Fact]
    public async Task A_statement_keeps_no_value_of_its_last_run()
    {
        const string insert = "INSERT INTO note (id, text) VALUES (@id, @text)";
        await database.Write(session => session.Execute(insert, ("id", 1), ("text", "one")));
        await Assert.ThrowsAsync<ArgumentException>(() => database.Write(session => session.Execute(insert, ("id", 2))));
        await Assert.ThrowsAsync<ArgumentException>(() => database.Write(session => session.Execute(insert, ("text", "two"), ("id", 2))));
        await Assert.ThrowsAsync<SqliteException>(() => database.Write(session => session.Execute(insert, ("id", 2), ("text", "one"))));
        await database.Write(session => session.Execute(insert, ("id", 2), ("text", "two")));
        Assert.Equal(2, await Count());
    }

    [Fact]
    public async Task A_reader_cannot_write() => await Assert.ThrowsAsync<StorageUnavailableException>(
        () => database.Read(session => session.Execute("INSERT INTO note (text) VALUES ('x')")));

    [Fact]
    public async Task A_database_that_another_program_keeps_locked_is_an_outage_that_passes()
    {
        await using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        await other.OpenAsync();
        await Run(other, "BEGIN IMMEDIATE");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Write("too early"));
        Assert.Equal(0, await Count());
        await Run(other, "ROLLBACK");
        await Write("in time");
        Assert.Equal(1, await Count());
    }

    [Fact]
    public async Task After_the_end_a_write_is_refused_instead_of_lost()
    {
        var ended = new SqliteDatabase(Path.Combine(folder, "ended.db"));
        await ended.DisposeAsync();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => ended.Write(session => session.Execute("SELECT 1")));
    }

    [Fact]
    public async Task What_was_queued_before_the_end_is_still_written()
    {
        var file = Path.Combine(folder, "ending.db");
        var ending = new SqliteDatabase(file);
        await ending.Write(session => session.Execute("CREATE TABLE note (text TEXT)"));
        var writes = Enumerable.Range(0, 100).Select(i => ending.Write(session => session.Execute("INSERT INTO note VALUES ('x')"))).ToList();
        await ending.DisposeAsync();
        await Task.WhenAll(writes);
        await using var reopened = new SqliteDatabase(file);
        Assert.Equal(100, await reopened.Read(session => session.Number("SELECT COUNT(*) FROM note")));
    }

    private static async Task Run(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private Task<int> Write(string text) =>
        database.Write(session => session.Execute("INSERT INTO note (text) VALUES (@text)", ("text", text)));

    private Task<long?> Count() => database.Read(session => session.Number("SELECT COUNT(*) FROM note"));
}
