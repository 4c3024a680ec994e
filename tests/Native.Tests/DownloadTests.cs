using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using CgLicense.TestServer;

namespace CgLicense.Native.Tests;

/// <summary>The archive that a server's home page hands out: unzipped and compiled as its README says, it believes that server and no other.</summary>
public sealed class DownloadTests(CLibrary c) : IDisposable
{
    private const string Mark = "CGLICENSE ROOT KEY SPACE";

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-c-zip-").FullName;

    [Fact]
    public async Task The_example_of_the_archive_compiles_and_licenses_itself_at_the_server_it_came_from()
    {
        var url = await Download();
        Assert.Equal(["README.md", "cg_license.h", "example.c", "linux-x64/libcglicense.so"], Files());
        Assert.Contains(url, await File.ReadAllTextAsync(Path.Combine(folder, "README.md"), TestContext.Current.CancellationToken));
        var driver = await c.Compile(
            Path.Combine(RepositoryRoot.Path, "tests", "Native.Tests", "c", "driver.c"), folder, Path.Combine(folder, "linux-x64"));
        using var desk = await Desk.New(c);
        Assert.StartsWith("18 invalid_token", await CLibrary.Run(driver, desk.Arguments(c.Server.Url, ["activate:" + desk.Key])));
        // The command that the README names.
        await Shell("cc example.c -I. -Llinux-x64 -lcglicense -Wl,-rpath,'$ORIGIN/linux-x64' -o example");
        var example = Process.Start(new ProcessStartInfo(Path.Combine(folder, "example")) { RedirectStandardOutput = true })!;
        Assert.Matches(@"^Not licensed \((not_activated|network)\)", await example.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_library_keeps_one_room_for_a_root_key()
    {
        var library = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(CLibrary.Library, TestContext.Current.CancellationToken));
        Assert.Equal(2, library.Split(Mark).Length);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The archive of a server of its own; its address.</summary>
    private async Task<string> Download()
    {
        var sdks = Directory.CreateDirectory(Path.Combine(folder, "sdk"));
        var made = Path.Combine(RepositoryRoot.Path, "artifacts", "c");
        foreach (var file in Directory.EnumerateFiles(made, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(sdks.FullName, "c", Path.GetRelativePath(made, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await using var server = await ServerProcess.Start(environment: new Dictionary<string, string> { ["CGLICENSE_SDK"] = sdks.FullName });
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await using var zip = await http.GetStreamAsync(server.Url + "/download/cglicense-c.zip", TestContext.Current.CancellationToken);
        await ZipFile.ExtractToDirectoryAsync(zip, folder, TestContext.Current.CancellationToken);
        sdks.Delete(recursive: true);
        return server.Url;
    }

    private List<string> Files() =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

    private Task<string> Shell(string command) => CLibrary.Run("bash", ["-c", $"cd '{folder}' && {command}"]);
}
