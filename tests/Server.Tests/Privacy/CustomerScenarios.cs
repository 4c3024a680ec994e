using System.Text.Json;
using CgLicense.Server.Tests.Audit;

namespace CgLicense.Server.Tests.Privacy;

public abstract class CustomerScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task A_person_is_handed_all_that_is_kept_about_them_and_nothing_of_others()
    {
        var product = await NewProduct();
        var anna = await Customer.Buying(Server, Clock, product);
        var other = await Customer.Buying(Server, Clock, product);
        var all = (await anna.Export()).Ok();
        var licenses = all["licenses"].EnumerateArray().ToList();
        Assert.Equal(anna.Licenses.Select(license => license.Key), licenses.Select(row => row.GetProperty("license").GetProperty("key").GetString()));
        Assert.Equal(
            [anna.Laptop, anna.Workstation],
            licenses[0].GetProperty("activations").EnumerateArray().Select(row => row.GetProperty("hostname").GetString()).Order());
        Assert.Contains(licenses[0].GetProperty("history").EnumerateArray(), row => row.GetProperty("action").GetString() == "updateLicense");
        Assert.Equal(anna.Email, Assert.Single(all["studioOrders"].EnumerateArray()).GetProperty("email").GetString());
        Assert.Equal("purchase.completed", Assert.Single(all["purchaseEvents"].EnumerateArray()).GetProperty("type").GetString());
        Assert.DoesNotContain(other.Name + "@", all.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_erased_is_in_no_table_anymore_and_their_tools_work_on()
    {
        await using var history = await History.Begin(Engine);
        await history.Grow("seller");
        var anna = await Customer.Buying(history.Server, Clock, "tool-seller");
        var stays = await Customer.Buying(history.Server, Clock, "tool-seller");
        var before = await TableDump.Of(history.Server.Database);
        foreach (var trace in (string[])[anna.Email, anna.Workstation, anna.Laptop, anna.Account])
            Assert.Contains(trace, before, StringComparison.Ordinal);

        var erased = (await anna.Erase()).Ok();
        var after = await TableDump.Of(history.Server.Database);
        foreach (var trace in (string[])[anna.Name + "@", anna.Workstation, anna.Laptop, anna.Account])
            Assert.DoesNotContain(trace, after, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            (3L, 2L, 1L, 1L), (erased.Number("licenses"), erased.Number("machines"), erased.Number("studioOrders"), erased.Number("purchaseEvents")));
        Assert.Equal(Lines(before, stays.Email), Lines(after, stays.Email));

        (await anna.Machines[0].Validate()).Ok();
        Assert.Equal(erased.String("erasedAs"), (await anna.Licenses[1].Record()).GetProperty("email").GetString());
        Assert.Empty((await history.Verify()).Faults);
    }

    [Fact]
    public async Task A_dry_run_counts_the_same_and_changes_nothing()
    {
        var anna = await Customer.Buying(Server, Clock, await NewProduct());
        var before = await TableDump.Of(Server.Database);
        var counted = (await anna.Erase(dryRun: true)).Ok();
        Assert.Equal(before, await TableDump.Of(Server.Database));
        Assert.Equal((true, JsonValueKind.Null), (counted.Flag("dryRun"), counted["erasedAs"].ValueKind));
        var erased = (await anna.Erase()).Ok();
        foreach (var count in (string[])["licenses", "machines", "auditEntries", "studioOrders", "purchaseEvents"])
            Assert.Equal(counted.Number(count), erased.Number(count));
    }

    [Fact]
    public async Task A_second_erasure_finds_nobody_and_changes_nothing()
    {
        var anna = await Customer.Buying(Server, Clock, await NewProduct());
        (await anna.Erase()).Ok();
        var before = await TableDump.Of(Server.Database);
        var again = (await anna.Erase()).Ok();
        Assert.Equal((0L, 0L, 0L), (again.Number("licenses"), again.Number("auditEntries"), again.Number("purchaseEvents")));
        Assert.Equal(JsonValueKind.Null, again["erasedAs"].ValueKind);
        Assert.Equal(before, await TableDump.Of(Server.Database));
        Assert.Empty((await anna.Export()).Ok()["licenses"].EnumerateArray());
    }

    [Fact]
    public async Task A_seller_erases_what_was_bought_of_them_and_sees_nothing_of_others()
    {
        var key = await NewApiKey("one-seller");
        var (mine, theirs) = (await NewProduct("one-seller"), await NewProduct("another-seller"));
        var anna = await Customer.Buying(Server, Clock, theirs);
        Assert.Empty((await anna.Export(key)).Ok()["licenses"].EnumerateArray());
        Assert.Empty((await anna.Export(key)).Ok()["purchaseEvents"].EnumerateArray());
        Assert.Equal(0, (await anna.Erase(bearer: key)).Ok().Number("licenses"));
        (await Server.Admin("/createLicense", new { productId = mine, email = anna.Email })).Ok();
        Assert.Equal(1, (await anna.Erase(bearer: key)).Ok().Number("licenses"));
        Assert.Equal(anna.Email, (await anna.Licenses[0].Record()).GetProperty("email").GetString());
        Assert.Equal(3, (await anna.Export()).Ok()["licenses"].GetArrayLength());
    }

    [Fact]
    public async Task An_erasure_is_told_like_every_change_and_without_the_address()
    {
        var anna = await Customer.Buying(Server, Clock, await NewProduct());
        var erasedAs = (await anna.Erase()).Ok().String("erasedAs")!;
        var rows = (await Server.Admin("/listAudit", new { licenseKey = anna.Licenses[0].Key, action = "eraseCustomer" })).Ok()["entries"].EnumerateArray();
        Assert.Equal("email → " + erasedAs, Assert.Single(rows).GetProperty("details").GetString());
    }

    private static IEnumerable<string> Lines(string dump, string about) => dump.Split('\n').Where(line => line.Contains(about, StringComparison.Ordinal));
}

public sealed class CustomerOnSqlite(SqliteEngine engine) : CustomerScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class CustomerOnPostgres(PostgresEngine engine) : CustomerScenarios(engine), IClassFixture<PostgresEngine>;
