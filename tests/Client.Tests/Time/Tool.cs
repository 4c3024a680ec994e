using System.Diagnostics;
using CgLicense.TestServer;

namespace CgLicense.Client.Tests.Time;

/// <summary>A tool on one of the two SDKs, as a process of its own that may live in another time.</summary>
internal sealed record Tool(string Language, Machine Machine)
{
    private const string Script =
        """
        import sys
        from cg_license import LicenseClient
        command, url, product, salt, folder = sys.argv[1:6]
        client = LicenseClient(url, product, salt, storage_dir=folder)
        if command == "activate":
            print(client.activate(sys.argv[6])["status"])
        elif command == "check":
            print("licensed" if client.check_license() else client.get_error().code)
        elif command == "warning":
            print(client.check_license() and client.get_error().code)
        elif command == "heartbeat":
            print("kept" if client.send_heartbeat() else client.get_error().code)
        """;

    public Task<string> Run(string url, Dictionary<string, string> clock, params string[] command) => Language == "dotnet"
        ? Probe.Run(Machine, url, command, [.. clock.Select(pair => (pair.Key, pair.Value))])
        : Python(url, clock, command);

    private async Task<string> Python(string url, Dictionary<string, string> clock, string[] command)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONPATH"] = Path.Combine(RepositoryRoot.Path, "sdk", "python");
        foreach (var (name, value) in clock)
            start.Environment[name] = value;
        foreach (var part in new[] { "-c", Script, command[0], url, Machine.ProductId, Machine.Salt, Machine.Folder }.Concat(command.Skip(1)))
            start.ArgumentList.Add(part);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? output.Trim() : await errors;
    }
}
