using System.Diagnostics;
using CgLicense.Native.Tests;
using CgLicense.TestServer;

[assembly: AssemblyFixture(typeof(CLibrary))]

namespace CgLicense.Native.Tests;

/// <summary>The C library as users get it, a server, and programs that a C compiler made.</summary>
public sealed class CLibrary : IAsyncLifetime
{
    private static readonly string[] Warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-c-").FullName;

    public ServerProcess Server { get; private set; } = null!;

    /// <summary>Of the header.</summary>
    public static string Includes { get; } = Path.Combine(RepositoryRoot.Path, "src", "Native", "include");

    public static string Library { get; } = Path.Combine(RepositoryRoot.Path, "artifacts", "c", "linux-x64", "libcglicense.so");

    public string Driver { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        // Does nothing when it is up to date.
        await Run("bash", [Path.Combine(RepositoryRoot.Path, "build.sh"), "c"]);
        Driver = await Compile("driver.c");
        Server = await ServerProcess.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A program of <c>tests/Native.Tests/c</c>, strictly C99.</summary>
    public Task<string> Compile(string source, params string[] further) =>
        Compile(Path.Combine(RepositoryRoot.Path, "tests", "Native.Tests", "c", source), Includes, Path.GetDirectoryName(Library)!, further);

    /// <summary>As the README says: with the header's and the library's folders, and where the program finds the library when it runs.</summary>
    public async Task<string> Compile(string source, string includes, string libraries, params string[] further)
    {
        var program = Path.Combine(folder, Path.GetFileNameWithoutExtension(source) + "-" + Guid.NewGuid().ToString("N")[..6]);
        await Run("gcc", ["-std=c99", .. Warnings, source, "-I" + includes, "-L" + libraries, "-lcglicense", "-Wl,-rpath," + libraries, .. further, "-o", program]);
        return program;
    }

    /// <summary>What it printed. A program that does not end well is an error.</summary>
    public static async Task<string> Run(string program, string[] arguments, string? input = null)
    {
        using var process = Begin(program, arguments);
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output}{await error}");
    }

    public static Process Begin(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }
}
