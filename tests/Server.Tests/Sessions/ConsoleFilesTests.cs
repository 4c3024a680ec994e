using System.Net;

namespace CgLicense.Server.Tests.Sessions;

/// <summary>The console's files, as they are handed out; they do not depend on the database.</summary>
public sealed class ConsoleFilesTests(SqliteEngine engine) : IClassFixture<SqliteEngine>
{
    private const string Fingerprinted = "_framework/app.b6l13xorvf.wasm";

    [Fact]
    public async Task Deep_links_get_the_first_page_and_missing_files_a_refusal()
    {
        await using var server = await WithFiles();
        foreach (var path in new[] { "/console/", "/console/licenses", "/console/licenses/CGL-1" })
            Assert.Equal("the page", await server.Http.GetStringAsync(path));
        using var bare = await server.Http.GetAsync("/console");
        Assert.Equal((HttpStatusCode.Redirect, "/console/"), (bare.StatusCode, bare.Headers.Location!.ToString()));
        Assert.Equal(404, (await server.Get("/console/nothing.js")).Status);
    }

    [Theory]
    [InlineData("/console/../secret.txt")]
    [InlineData("/console/%2e%2e/secret.txt")]
    [InlineData("/console/..%2fsecret.txt")]
    [InlineData("/console/_framework/..%5c..%5csecret.txt")]
    public async Task No_path_leads_out_of_the_folder(string path)
    {
        await using var server = await WithFiles();
        using var answer = await server.Http.GetAsync(new Uri(server.Http.BaseAddress + path[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("not for browsers", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_compressed_is_sent_so_and_what_is_named_by_its_content_is_kept()
    {
        await using var server = await WithFiles();
        using var answer = await Ask(server, Fingerprinted, "gzip, br");
        Assert.Equal(("br", "compressed"), (answer.Content.Headers.ContentEncoding.Single(), await answer.Content.ReadAsStringAsync()));
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        Assert.Equal("application/wasm", answer.Content.Headers.ContentType!.MediaType);
        using var plain = await Ask(server, Fingerprinted, "identity");
        Assert.Equal("plain", await plain.Content.ReadAsStringAsync());
        using var page = await Ask(server, "", "br");
        Assert.Equal("no-cache", page.Headers.CacheControl!.ToString());
        using var again = await Ask(server, "", "br", page.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Without_the_files_the_server_says_how_to_make_them() => Assert.Equal(
        "The console's files are not beside this server. './build.sh console' makes them; --console says where they are.",
        (await engine.Server.Get("/console/")).String("error"));

    private static async Task<HttpResponseMessage> Ask(RunningServer server, string path, string encodings, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/console/" + path);
        request.Headers.Add("Accept-Encoding", encodings);
        if (known is not null)
            request.Headers.Add("If-None-Match", known);
        return await server.Http.SendAsync(request);
    }

    private async Task<RunningServer> WithFiles()
    {
        var folder = Directory.CreateDirectory(Path.Combine(engine.DataFolder, Guid.NewGuid().ToString("N"), "console")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "_framework"));
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), "the page");
        await File.WriteAllTextAsync(Path.Combine(folder, "..", "secret.txt"), "not for browsers");
        await File.WriteAllTextAsync(Path.Combine(folder, Fingerprinted), "plain");
        await File.WriteAllTextAsync(Path.Combine(folder, Fingerprinted + ".br"), "compressed");
        return await RunningServer.Start(engine.Options with { ConsoleFolder = folder }, engine.Clock);
    }
}
