using System.Diagnostics;
using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

/// <summary>A tool on the netstandard2.0 face of the SDK, as a process of its own with its own environment.</summary>
internal static class Probe
{
    private static readonly string Executable = Path.Combine(
        RepositoryRoot.Path, "artifacts", "bin", "CgLicense.NetStandardProbe",
#if DEBUG
        "debug",
#else
        "release",
#endif
        "CgLicense.NetStandardProbe");

    public static async Task<string> Run(
        Machine machine, string url, string[] command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var part in new[] { command[0], url, machine.ProductId, machine.Salt, machine.Folder }.Concat(command.Skip(1)))
            start.ArgumentList.Add(part);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? output.Trim() : await errors;
    }
}
