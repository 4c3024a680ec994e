using CgLicense.Server.Tests.Harness;

namespace CgLicense.Server.Tests.Portal;

public abstract class FreeMachineScenarios(EngineFixture engine) : PortalScenario(engine)
{
    [Fact]
    public async Task A_freed_computer_makes_room_for_another_and_the_record_says_who_did_it()
    {
        var license = await WithMachines(await Sell(new { maxMachines = 1 }), "lost");
        var visitor = await SignedIn(license);
        var page = await visitor.Open("/portal/licenses/" + await Uid(license));
        page.Is(200, "lost.studio.example").Is(200, "1 of 1 computers").Is(200, "3 more within 30 days");
        (await visitor.Free(await Uid(license), "lost")).Is(200, "The computer is free.").Is(200, "0 of 1 computers");
        (await license.Machine("new").Activate()).Ok();
        (await license.Machine("lost").Activate()).Is(Refusal.MachineLimit(1));
        (await visitor.Open("/portal/licenses/" + await Uid(license))).Is(200, "2 more within 30 days");
        var rows = (await Server.Admin("/listAudit", new { licenseKey = license.Key })).Ok()["entries"].EnumerateArray();
        Assert.Contains(rows, row => (row.GetProperty("action").GetString(), row.GetProperty("actor").GetString(), row.GetProperty("subject").GetString()) == ("portalFree", "customer", "lost"));
    }

    [Fact]
    public async Task Three_computers_a_month_can_be_freed_and_the_page_says_when_the_next_one_can()
    {
        var license = await WithMachines(await Sell(new { maxMachines = -1 }), "a", "b", "c", "d");
        var visitor = await SignedIn(license);
        foreach (var name in new[] { "a", "b", "c" })
            (await visitor.Free(await Uid(license), name)).Is(200, "The computer is free.");
        var day = Clock.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var full = (await visitor.Free(await Uid(license), "d")).Is(200, "No more computers can be freed here at the moment.").Is(200, "from " + day + " on");
        Assert.DoesNotContain("Free this computer", full.Text, StringComparison.Ordinal);
        Assert.Equal(1, await license.MachinesUsed());
        await MonthPassesForReleases();
        (await visitor.Free(await Uid(license), "d")).Is(200, "The computer is free.");
    }

    [Fact]
    public async Task Freed_at_once_no_more_than_the_limit_go()
    {
        var names = Enumerable.Range(0, 12).Select(i => $"node{i}").ToArray();
        var license = await WithMachines(await Sell(new { maxMachines = -1 }), names);
        var uid = await Uid(license);
        var visitors = await Task.WhenAll(names.Select(_ => SignedIn(license)));
        var answers = await Crowd.AtOnce(names.Length, i => visitors[i].Free(uid, names[i]));
        Assert.Equal(3, answers.Count(each => each.Text.Contains("The computer is free.", StringComparison.Ordinal)));
        Assert.Equal(9, await license.MachinesUsed());
    }

    [Fact]
    public async Task A_computer_freed_twice_counts_once()
    {
        var license = await WithMachines(await Sell(), "lost");
        var visitor = await SignedIn(license);
        (await visitor.Free(await Uid(license), "lost")).Is(200, "The computer is free.");
        await NothingChanges(async () => (await visitor.Free(await Uid(license), "lost")).Is(200, "This computer is free already."));
        (await visitor.Open("/portal/licenses/" + await Uid(license))).Is(200, "None yet.");
    }

    [Fact]
    public async Task A_stuck_seat_is_given_back_with_its_computer()
    {
        var license = await WithMachines(await SellFloating(1), "farm");
        var visitor = await SignedIn(license);
        (await visitor.Open("/portal/licenses/" + await Uid(license))).Is(200, "1 of 1 seats").Is(200, "Running now");
        (await visitor.Free(await Uid(license), "farm")).Is(200, "0 of 1 seats");
    }

    [Fact]
    public async Task Nothing_of_another_customer_can_be_seen_or_freed()
    {
        var mine = await Sell();
        var theirs = await WithMachines(await Sell(new { email = "other@studio.example" }), "theirs");
        var visitor = await SignedIn(mine);
        await NothingChanges(async () =>
        {
            (await visitor.Open("/portal/licenses/" + await Uid(theirs))).Is(404, "None of your licenses has this address.");
            (await visitor.Free(await Uid(theirs), "theirs")).Is(404, "None of your licenses has this address.");
        });
    }

    [Fact]
    public async Task A_form_without_the_session_s_own_token_frees_nothing()
    {
        var license = await WithMachines(await Sell(), "desk");
        var visitor = await SignedIn(license);
        var other = await SignedIn(license);
        foreach (var token in new[] { "", "0", other.FormToken! })
        {
            visitor.FormToken = token;
            await NothingChanges(async () => (await visitor.Free(await Uid(license), "desk")).Is(403, "This form was not sent from here"));
        }

        var stranger = new Visitor(Server) { FormToken = other.FormToken };
        await NothingChanges(async () => (await stranger.Free(await Uid(license), "desk")).Is(200, "Sign in with your license key"));
    }

    [Theory]
    [InlineData("revoked", "Withdrawn")]
    [InlineData("suspended", "Paused")]
    public async Task What_was_taken_away_is_left_as_it_is(string status, string word)
    {
        var license = await WithMachines(await Sell(), "desk");
        var visitor = await SignedIn(license);
        (await license.Update($"\"status\":\"{status}\"")).Ok();
        await NothingChanges(async () => (await visitor.Free(await Uid(license), "desk")).Is(200, "cannot be freed as long as it cannot be used").Is(200, word));
    }
}

public sealed class FreeMachineOnSqlite(SqliteEngine engine) : FreeMachineScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class FreeMachineOnPostgres(PostgresEngine engine) : FreeMachineScenarios(engine), IClassFixture<PostgresEngine>;
