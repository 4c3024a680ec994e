using System.Diagnostics;
using CgLicense.TestServer;

namespace CgLicense.Cli.Tests.Running;

/// <summary>What a run of the program came to.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public string Everything => Output + Error;
}

/// <summary>The built command line as a real process, with a home of its own and none of the caller's settings.</summary>
internal sealed class CommandLine : IDisposable
{
    public const string Salt = "test-salt-7731";

    private readonly string home = Directory.CreateTempSubdirectory("cglicense-cli-").FullName;
    private readonly Dictionary<string, string> settings;

    public CommandLine(string server, string? adminSecret = ServerProcess.AdminSecret)
    {
        settings = new Dictionary<string, string>
        {
            ["CGLICENSE_SERVER"] = server,
            ["CGLICENSE_SALT"] = Salt,
            ["CGLICENSE_MACHINE_ID"] = Guid.NewGuid().ToString("N"),
            ["HOME"] = home,
            ["XDG_CONFIG_HOME"] = Path.Combine(home, ".config"),
            ["TERM"] = "xterm-256color",
        };
        if (adminSecret is not null)
            settings["CGLICENSE_ADMIN_SECRET"] = adminSecret;
    }

    public static string Program { get; } =
        Environment.GetEnvironmentVariable("CGLICENSE_TEST_CLI") is { Length: > 0 } given
            ? given
            : Path.Combine(RepositoryRoot.Path, "artifacts", "bin", "CgLicense.Cli", "debug", "cglicense");

    public string Home => home;

    public CommandLine With(string variable, string value)
    {
        settings[variable] = value;
        return this;
    }

    /// <param name="line">Arguments separated by blanks; none of them contains one.</param>
    public Task<Run> Run(string line) => Start(Program, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public Task<Run> Run(params string[] arguments) => Start(Program, arguments);

    /// <summary>A line for the shell, which finds the program by its name.</summary>
    public Task<Run> Shell(string line) => Start("/bin/bash", ["-c", line]);

    /// <summary>As in a terminal window of that width.</summary>
    public Task<Run> InTerminal(string line, int columns = 200) =>
        Start("/usr/bin/script", ["-qec", $"stty cols {columns} rows 50; {Program} {line}", "/dev/null"]);

    public void Dispose() => Directory.Delete(home, recursive: true);

    private async Task<Run> Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("CGLICENSE", StringComparison.Ordinal) || name == "NO_COLOR").ToList())
            start.Environment.Remove(name);
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Program)}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await process.WaitForExitAsync(patience.Token);
        return new Run(process.ExitCode, await output, await error);
    }
}
