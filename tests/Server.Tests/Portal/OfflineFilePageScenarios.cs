using System.Text.Json;
using CgLicense.Protocol;
using CgLicense.Server.Tests.Harness;

namespace CgLicense.Server.Tests.Portal;

public abstract class OfflineFilePageScenarios(EngineFixture engine) : PortalScenario(engine)
{
    private static readonly string Fingerprint = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    [Fact]
    public async Task A_pasted_fingerprint_becomes_a_file_and_the_record_says_that_its_customer_made_it()
    {
        var license = await Sell(new { maxMachines = 1 });
        var visitor = await SignedIn(license);
        (await visitor.Open(await Page(license))).Is(200, "License file for a machine without network").Is(200, "30 days, and 7 more with a warning");
        var (seen, file) = await Ask(visitor, license, [("fingerprint", "0123 4567 89AB CDEF " + Fingerprint[16..]), ("name", "render-01"), ("product", license.ProductId)]);
        Assert.Equal($"attachment; filename=\"{license.ProductId}.cglicense\"", seen.Headers["Content-Disposition"]);
        Assert.Equal("no-store", seen.Headers["Cache-Control"]);
        Assert.Equal((Fingerprint, license.ProductId, "render-01", 1L), (file!.MachineFingerprint, file.ProductId, file.Hostname, file.MachinesUsed));
        (await visitor.Open(await Page(license))).Is(200, "render-01").Is(200, "1 of 1 computers").Is(200, "runs on until its license file ends");
        var row = (await Server.Admin("/listAudit", new { licenseKey = license.Key })).Ok()["entries"].EnumerateArray().First(each => each.GetProperty("action").GetString() == "portalOfflineFile");
        Assert.Equal(("customer", Fingerprint), (row.GetProperty("actor").GetString(), row.GetProperty("subject").GetString()));
    }

    [Fact]
    public async Task A_request_file_names_the_computer_and_its_product()
    {
        var license = await Sell();
        var visitor = await SignedIn(license);
        var (_, file) = await Ask(visitor, license, [("name", ""), ("fingerprint", ""), ("product", "not-asked-for")], Request(license.ProductId));
        Assert.Equal((Fingerprint, "farm-7", license.ProductId), (file!.MachineFingerprint, file.Hostname, file.ProductId));
    }

    [Fact]
    public async Task A_computer_in_the_list_has_a_button_and_a_renewed_file_takes_no_further_place()
    {
        var license = await Sell(new { maxMachines = 1 });
        (await license.Machine(Fingerprint).Activate()).Ok();
        var visitor = await SignedIn(license);
        (await visitor.Open(await Page(license))).Is(200, "License file");
        var (_, file) = await Ask(visitor, license, [("fingerprint", Fingerprint), ("name", "as it is"), ("product", license.ProductId)]);
        Assert.Equal(1, file!.MachinesUsed);
        Assert.Equal(1, await license.MachinesUsed());
    }

    [Fact]
    public async Task Of_24_downloads_at_once_for_as_many_computers_the_last_place_makes_exactly_one()
    {
        var license = await Sell(new { maxMachines = 1 });
        var visitors = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => SignedIn(license)));
        var answers = await Crowd.AtOnce(24, i => Ask(
            visitors[i], license, [("fingerprint", i.ToString("x64", System.Globalization.CultureInfo.InvariantCulture)), ("name", $"m{i}"), ("product", license.ProductId)]));
        Assert.Single(answers, answer => answer.File is not null);
        // The hourly limit for new machines ends the crowd's tries, as it does everywhere.
        Assert.All(answers.Where(answer => answer.File is null), answer => Assert.True(
            answer.Seen.Text.Contains("All computers of this license are in use.", StringComparison.Ordinal)
            || answer.Seen.Text.Contains("Too many new computers were tried", StringComparison.Ordinal), answer.Seen.Text));
        Assert.Equal(1, await license.MachinesUsed());
    }

    [Fact]
    public async Task A_floating_license_tells_why_there_is_no_file_before_and_after_one_asks()
    {
        var license = await SellFloating(2);
        (await license.Machine(Fingerprint).Activate()).Ok();
        var visitor = await SignedIn(license);
        var page = (await visitor.Open(await Page(license))).Is(200, "There is no license file for this license: its seats move between computers");
        Assert.DoesNotContain("Download the license file", page.Text, StringComparison.Ordinal);
        await NothingChanges(async () => (await Asked(visitor, license)).Is(200, "its seats move between computers"));
    }

    [Theory]
    [InlineData("revoked", "There is no license file as long as the license cannot be used.")]
    [InlineData("suspended", "There is no license file as long as the license cannot be used.")]
    [InlineData("expired", "The license has ended. Once it is renewed")]
    public async Task What_cannot_be_used_has_no_form_and_makes_no_file(string status, string words)
    {
        var license = await Sell();
        var visitor = await SignedIn(license);
        (await license.Update(status == "expired" ? "\"expiresAt\":\"2020-01-01\"" : $"\"status\":\"{status}\"")).Ok();
        Assert.DoesNotContain("License file for a machine", (await visitor.Open(await Page(license))).Text, StringComparison.Ordinal);
        await NothingChanges(async () => (await Asked(visitor, license)).Is(200, words));
    }

    [Fact]
    public async Task A_degraded_license_says_that_its_file_lasts_a_day()
    {
        var license = await Sell();
        (await license.Update("\"status\":\"degraded\"")).Ok();
        (await (await SignedIn(license)).Open(await Page(license))).Is(200, "runs there for 1 day, and 7 more with a warning");
    }

    [Fact]
    public async Task A_bundle_asks_which_of_its_tools_the_fingerprint_is_of()
    {
        var unlocked = await NewProduct();
        var license = await Sell(new { unlockedProducts = new[] { unlocked } });
        var visitor = await SignedIn(license);
        Assert.Contains($"<option>{unlocked}</option>", (await visitor.Open(await Page(license))).Markup, StringComparison.Ordinal);
        var (_, file) = await Ask(visitor, license, [("fingerprint", Fingerprint), ("name", "a"), ("product", unlocked)]);
        Assert.Equal(unlocked, file!.ProductId);
    }

    [Fact]
    public async Task What_was_filled_in_wrongly_is_said_and_changes_nothing()
    {
        var license = await Sell();
        var visitor = await SignedIn(license);
        await NothingChanges(async () =>
        {
            (await Ask(visitor, license, [("name", "a"), ("product", license.ProductId)])).Seen.Is(200, "Choose the request file, or enter the fingerprint");
            (await Ask(visitor, license, [("fingerprint", "12"), ("name", "a"), ("product", license.ProductId)])).Seen.Is(200, "this one has 2.");
            (await Ask(visitor, license, [("fingerprint", Fingerprint), ("product", license.ProductId)])).Seen.Is(200, "Give the computer a name");
            (await Ask(visitor, license, [], "no JSON"u8.ToArray())).Seen.Is(200, "This is not a request file of a tool.");
            (await Ask(visitor, license, [], Request("another-tool"))).Seen.Is(200, "The request is of another tool, another-tool.");
        });
    }

    [Fact]
    public async Task Neither_another_s_license_nor_a_form_from_elsewhere_makes_a_file()
    {
        var mine = await Sell();
        var theirs = await Sell(new { email = "other@studio.example" });
        var visitor = await SignedIn(mine);
        await NothingChanges(async () =>
        {
            (await Asked(visitor, theirs)).Is(404, "None of your licenses has this address.");
            visitor.FromHere = [("Sec-Fetch-Site", "cross-site")];
            (await Asked(visitor, mine)).Is(403, "This form was not sent from here");
            visitor.FromHere = [("Sec-Fetch-Site", "same-origin")];
            visitor.FormToken = "0";
            (await Asked(visitor, mine)).Is(403, "This form was not sent from here");
            (await Ask(visitor, mine, [("fingerprint", Fingerprint)], Request(mine.ProductId))).Seen.Is(403, "This form was not sent from here");
        });
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=another")]
    [InlineData("multipart/mixed; boundary=b")]
    [InlineData("text/plain")]
    public async Task A_broken_body_is_no_form(string contentType)
    {
        var license = await Sell();
        var visitor = await SignedIn(license);
        var content = new StringContent($"--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{visitor.FormToken}\r\n--b--\r\n");
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
        await NothingChanges(async () => (await visitor.Post(await Page(license) + "/file", content)).Is(403, "This form was not sent from here"));
    }

    private async Task<string> Page(SoldLicense license) => "/portal/licenses/" + await Uid(license);

    private async Task<Seen> Asked(Visitor visitor, SoldLicense license) =>
        (await Ask(visitor, license, [("fingerprint", Fingerprint), ("name", "a"), ("product", license.ProductId)])).Seen;

    /// <summary>What the browser shows, and the file when it got one.</summary>
    private async Task<(Seen Seen, CreateOfflineFileAnswer? File)> Ask(Visitor visitor, SoldLicense license, (string Name, string Value)[] fields, byte[]? request = null)
    {
        using var form = new MultipartFormDataContent { { new StringContent(visitor.FormToken ?? ""), "form" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(request ?? []), "request", "a.cgrequest");
        var seen = await visitor.Post(await Page(license) + "/file", form);
        return (seen, seen.Headers.ContainsKey("Content-Disposition") ? JsonSerializer.Deserialize(seen.Markup, ProtocolJson.Wire.CreateOfflineFileAnswer) : null);
    }

    private static byte[] Request(string product) => JsonSerializer.SerializeToUtf8Bytes(
        new MachineRequest { Format = MachineRequest.CurrentFormat, ProductId = product, MachineFingerprint = Fingerprint, Hostname = "farm-7" },
        ProtocolJson.Wire.MachineRequest);
}

public sealed class OfflineFilePageOnSqlite(SqliteEngine engine) : OfflineFilePageScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class OfflineFilePageOnPostgres(PostgresEngine engine) : OfflineFilePageScenarios(engine), IClassFixture<PostgresEngine>;
