using System.Net.Http.Headers;
using System.Security.Cryptography;
using CgLicense.Server.Tests.Harness;
using CgLicense.Server.Tests.Portal;

namespace CgLicense.Server.Tests.Home;

public abstract class HomeScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task It_says_what_this_server_is_and_by_which_keys_it_is_known()
    {
        using var root = RSA.Create();
        root.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(TestKeys.Folder, "root.pub.pem")));
        var page = (await new Visitor(Server).Open("/")).Is(200, "This is CG License, a license server for CG tools").Is(200, "Healthy");
        page.Is(200, Convert.ToHexStringLower(SHA256.HashData(root.ExportSubjectPublicKeyInfo())));
        page.Is(200, (await Server.Get("/getSigningKey")).Ok().String("kid")!);
        page.Is(200, Server.Http.BaseAddress!.ToString().TrimEnd('/'));
        foreach (var place in new[] { "/portal", "/docs", "/health" })
            Assert.Contains($"href=\"{place}\"", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_beside_the_server_is_said_and_not_linked()
    {
        var page = (await new Visitor(Server).Open("/")).Is(200, "Its files are not beside this server.");
        Assert.DoesNotContain("/download/", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/console", page.Markup, StringComparison.Ordinal);
        foreach (var sdk in new[] { "cglicense-python.zip", "cglicense.nupkg", "cglicense-c.zip" })
        {
            (await Server.Get("/download/" + sdk)).Is(new Refusal(
                404, "invalid_request", "This SDK's files are not beside this server. './build.sh sdk' makes those for Python and .NET, './build.sh native' that for C too; --sdk says where they are."));
        }
    }

    [Fact]
    public async Task Without_its_database_it_says_so()
    {
        var (visitor, license) = (new Visitor(Server), await Sell());
        (await visitor.SignIn(license.Key)).Is(200, license.Key);
        await Engine.TakeDatabaseAway();
        try
        {
            (await new Visitor(Server).Open("/")).Is(200, "The database does not answer");
            (await visitor.Open("/portal")).Is(503, "Please try again shortly");
        }
        finally
        {
            await Engine.BringDatabaseBack();
        }
    }

    [Fact]
    public async Task A_host_that_a_request_makes_up_stays_text_and_the_operator_s_word_wins()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "evil.example";
        using var answer = await Server.Http.SendAsync(request);
        Assert.Contains("http://evil.example", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using var named = await RunningServer.Start(Engine.Options with { PublicUrl = new Uri("https://tools.example/licenses/") }, Clock);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "evil.example" } };
        using var told = await named.Http.SendAsync(again);
        var markup = await told.Content.ReadAsStringAsync();
        Assert.Contains("server_url=\"https://tools.example/licenses\"", System.Net.WebUtility.HtmlDecode(markup), StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", markup, StringComparison.Ordinal);
        Assert.DoesNotMatch("(href|src)=\"(?!/licenses/)", markup);
    }

    [Fact]
    public async Task A_native_library_leaves_with_the_root_key_in_the_room_it_keeps()
    {
        var sdks = Path.Combine(Engine.DataFolder, Guid.NewGuid().ToString("N"));
        var library = Path.Combine(sdks, "c", "linux-x64", "libcg_license.so");
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        var room = "CGLICENSE ROOT KEY SPACE" + new string(' ', 2048 - 24);
        await File.WriteAllTextAsync(library, "before" + room + "after");
        await File.WriteAllTextAsync(Path.Combine(sdks, "c", "cg_license.h"), "int cg_license(void);");
        await using var server = await RunningServer.Start(Engine.Options with { SdkFolder = sdks }, Clock);
        using var zip = new System.IO.Compression.ZipArchive(await server.Http.GetStreamAsync("/download/cglicense-c.zip"));
        Assert.Equal(["cg_license.h", "linux-x64/libcg_license.so"], zip.Entries.Select(entry => entry.FullName));
        using var filled = new StreamReader(await zip.Entries[1].OpenAsync());
        var root = (await File.ReadAllTextAsync(Path.Combine(TestKeys.Folder, "root.pub.pem"))).Trim() + "\n";
        Assert.Equal("before" + root.PadRight(2048, '\n') + "after", await filled.ReadToEndAsync());
    }

    [Fact]
    public async Task The_style_sheet_is_kept_by_browsers_until_it_changes()
    {
        using var first = await Server.Http.GetAsync("/pages/plain.css");
        Assert.Equal("text/css", first.Content.Headers.ContentType!.MediaType);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/pages/plain.css");
        again.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()));
        using var second = await Server.Http.SendAsync(again);
        Assert.Equal(304, (int)second.StatusCode);
    }
}

public sealed class HomeOnSqlite(SqliteEngine engine) : HomeScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class HomeOnPostgres(PostgresEngine engine) : HomeScenarios(engine), IClassFixture<PostgresEngine>;
