using System.Diagnostics;

namespace CgLicense.TestServer;

/// <summary>What a command of the server's program ended with.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>The server's program with a command in front: backup, verify, restore, migrate.</summary>
public static class ServerCommand
{
    public static async Task<CommandResult> Run(params string[] args)
    {
        using var process = Start(args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Running; the caller kills it and disposes it.</summary>
    public static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo(ServerProcess.Executable(), args) { RedirectStandardOutput = true, RedirectStandardError = true };
        // A setting of the machine that runs the tests must not name another database.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("CGLICENSE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        return Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }
}
