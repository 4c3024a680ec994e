using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace CgLicense.TestServer;

/// <summary>
/// The real license server as its own process on a free port and, unless told otherwise, a fresh data folder.
/// </summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    public const string AdminSecret = "test-admin-secret-0123456789abcdef";

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder output;
    private readonly bool ownsData;

    private ServerProcess(Process process, StringBuilder output, string url, string dataFolder, bool ownsData)
    {
        this.process = process;
        this.output = output;
        this.ownsData = ownsData;
        Url = url;
        DataFolder = dataFolder;
        Admin = new AdminCalls(url, AdminSecret);
    }

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>Without a trailing slash.</summary>
    public string Url { get; }

    public string DataFolder { get; }

    public AdminCalls Admin { get; }

    /// <summary>What the server has printed so far, for a failing test's message.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <param name="dataFolder">Null for a fresh one that goes away with the server.</param>
    /// <param name="url">Null for a free port; an earlier server's <see cref="Url"/> to come back at the same place.</param>
    /// <param name="environment">Further settings.</param>
    /// <param name="program">Null for the server that was built.</param>
    public static async Task<ServerProcess> Start(
        string? dataFolder = null, string? url = null, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        var data = dataFolder ?? Directory.CreateTempSubdirectory("cglicense-server-").FullName;
        var start = new ProcessStartInfo(program ?? Executable()) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CGLICENSE_URLS"] = url ?? "http://127.0.0.1:0";
        start.Environment["CGLICENSE_DATA"] = data;
        start.Environment["CGLICENSE_ADMIN_SECRET"] = AdminSecret;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        var output = new StringBuilder();
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        void Note(string? line)
        {
            lock (output)
                output.AppendLine(line);
            if (line is not null && ListeningLine().Match(line) is { Success: true } match)
                listening.TrySetResult(match.Groups["url"].Value);
        }

        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("The server ended: " + output));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServerProcess(process, output, await listening.Task.WaitAsync(LongestStart), data, dataFolder is null);
    }

    private const int TerminationSignal = 15;

    // Not every machine has the command of that name.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);

    /// <summary>As a power cut would end it.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>As a service manager would end it; the exit code.</summary>
    public async Task<int> Stop()
    {
        _ = SendSignal(process.Id, TerminationSignal);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Kill();
        process.Dispose();
        if (ownsData)
            Directory.Delete(DataFolder, recursive: true);
    }

    internal static string Executable()
    {
        var path = Environment.GetEnvironmentVariable("CGLICENSE_TEST_SERVER") is { Length: > 0 } given
            ? given
            : Path.Combine(RepositoryRoot.Path, "artifacts", "bin", "CgLicense.Server", "debug", "cglicense-server");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"No server at {path}. Build it first: dotnet build src/Server", path);
    }

    [GeneratedRegex(@"^Listening on (?<url>http://\S+?)/?$")]
    private static partial Regex ListeningLine();
}
