using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

/// <summary>The SDKs as a server's home page hands them out: unzipped, they work, and believe that server and no other.</summary>
public sealed class DownloadedSdkTests(RunningServer other) : IAsyncLifetime
{
    // The founding page's first code block, and the call it leads to, as they are printed there.
    private const string ThePage =
        """
        import sys, os
        vendor_path = os.path.join(os.path.dirname(__file__), "vendor")
        sys.path.insert(0, vendor_path)
        from cg_license import LicenseClient

        from cg_license import LicenseClient

        client = LicenseClient(
            server_url="https://your-domain.com",
            product_id="prod_abc123",
            product_salt="your-product-salt",
        )

        """;

    private const string Probe =
        """
        from cg_license import LicenseError
        url, product, folder, key = sys.argv[1:]
        client = LicenseClient(url, product, "salt", storage_dir=folder)
        try:
            client.activate(key)
            print("activated", client.check_license())
        except LicenseError as error:
            print(error.code)
        """;

    private const string Nuspec =
        "<package><metadata><id>CgLicense</id><version>0.1.0</version><dependencies><dependency id=\"x\" version=\"1.0.0\"/></dependencies></metadata></package>";

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-download-").FullName;

    private ServerProcess server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var sdks = Path.Combine(folder, "sdk");
        Copy(Path.Combine(RepositoryRoot.Path, "sdk", "python", "cg_license"), Path.Combine(sdks, "python", "cg_license"));
        File.Copy(Path.Combine(RepositoryRoot.Path, "sdk", "python", "README.md"), Path.Combine(sdks, "python", "cg_license", "README.md"));
        Directory.CreateDirectory(Path.Combine(sdks, "nuget"));
        using (var package = ZipFile.Open(Path.Combine(sdks, "nuget", "CgLicense.0.1.0.nupkg"), ZipArchiveMode.Create))
        {
            package.CreateEntryFromFile(typeof(LicenseClient).Assembly.Location, "lib/net10.0/CgLicense.dll");
            await using var nuspec = await package.CreateEntry("CgLicense.nuspec").OpenAsync();
            await nuspec.WriteAsync(Encoding.UTF8.GetBytes(Nuspec));
        }

        server = await ServerProcess.Start(environment: new Dictionary<string, string> { ["CGLICENSE_SDK"] = sdks });
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_python_zip_unzipped_into_vendor_runs_the_founding_page_and_believes_this_server_only()
    {
        var tool = Path.Combine(folder, "your_tool");
        await Unzip("/download/cglicense-python.zip", Path.Combine(tool, "vendor"));
        Assert.Equal(await RootKey(server), (await File.ReadAllTextAsync(Path.Combine(tool, "vendor", "cg_license", "root_key.pem"), Cancel)).Trim());
        Assert.Contains($"server_url=\"{server.Url}\"", await File.ReadAllTextAsync(Path.Combine(tool, "vendor", "cg_license", "README.md"), Cancel), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(tool, "your_tool.py"), ThePage + Probe, Cancel);
        Assert.Equal("activated True", await Python(tool, server));
        Assert.Equal("invalid_token", await Python(tool, other.Process));
    }

    [Fact]
    public async Task The_nuget_package_believes_this_server_only_and_says_so_in_its_version()
    {
        var unpacked = Path.Combine(folder, "package");
        var name = await Unzip("/download/cglicense.nupkg", unpacked);
        Assert.Matches(@"^CgLicense\.0\.1\.0-root\.[0-9a-f]{8}\.nupkg$", name);
        var nuspec = await File.ReadAllTextAsync(Path.Combine(unpacked, "CgLicense.nuspec"), Cancel);
        Assert.Contains($"<version>{name["CgLicense.".Length..^".nupkg".Length]}</version>", nuspec, StringComparison.Ordinal);
        Assert.Contains("version=\"1.0.0\"", nuspec, StringComparison.Ordinal);
        var library = Path.Combine(unpacked, "lib", "net10.0", "CgLicense.dll");
        Assert.Equal("activated", await Activate(library, server));
        Assert.Equal("invalid_token", await Activate(library, other.Process));
        Assert.Equal("activated", await Activate(typeof(LicenseClient).Assembly.Location, other.Process));
    }

    [Fact]
    public async Task The_same_archive_is_not_sent_twice()
    {
        using var first = await http.GetAsync(server.Url + "/download/cglicense-python.zip", Cancel);
        using var again = new HttpRequestMessage(HttpMethod.Get, first.RequestMessage!.RequestUri);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await http.SendAsync(again, Cancel);
        Assert.Equal((200, 304), ((int)first.StatusCode, (int)second.StatusCode));
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, first.RequestMessage.RequestUri), Cancel);
        Assert.Equal((first.Headers.ETag, first.Content.Headers.ContentLength), (head.Headers.ETag, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }

    private async Task<string> Activate(string library, ServerProcess at)
    {
        var (product, key) = await Licensed(at);
        var context = new AssemblyLoadContext(library, isCollectible: true);
        context.Resolving += (_, name) => Assembly.Load(name);
        var type = context.LoadFromAssemblyPath(library).GetType("CgLicense.LicenseClient")!;
        object client = Activator.CreateInstance(type, at.Url, product, "salt", Path.Combine(folder, Guid.NewGuid().ToString("N")), null)!;
        try
        {
            type.GetMethod("Activate", [typeof(string)])!.Invoke(client, [key]);
            return "activated";
        }
        catch (TargetInvocationException e)
        {
            return (string)e.InnerException!.GetType().GetProperty("Code")!.GetValue(e.InnerException)!;
        }
        finally
        {
            ((IDisposable)client).Dispose();
            context.Unload();
        }
    }

    private static async Task<string> Python(string tool, ServerProcess at)
    {
        var (product, key) = await Licensed(at);
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var part in new[] { "-B", Path.Combine(tool, "your_tool.py"), at.Url, product, Path.Combine(tool, product), key })
            start.ArgumentList.Add(part);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return process.ExitCode == 0 ? output.Trim() : await errors;
    }

    private static async Task<(string Product, string Key)> Licensed(ServerProcess at)
    {
        var product = await at.Admin.CreateProduct();
        return (product, await at.Admin.CreateLicense(new CreateLicenseRequest { Email = "artist@studio.example", ProductId = product }));
    }

    private static async Task<string> RootKey(ServerProcess at) =>
        (await File.ReadAllTextAsync(Path.Combine(at.DataFolder, "keys", "root.pub.pem"), Cancel)).Trim();

    /// <returns>The name under which a browser saves it.</returns>
    private async Task<string> Unzip(string path, string to)
    {
        using var answer = await http.GetAsync(server.Url + path, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        await ZipFile.ExtractToDirectoryAsync(await answer.Content.ReadAsStreamAsync(Cancel), to, Cancel);
        return answer.Content.Headers.ContentDisposition!.FileName!.Trim('"');
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
