using System.Diagnostics;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Upgrade;

/// <summary>The server as the next release brings it: the same sources and one migration more.</summary>
internal static class NextRelease
{
    public static async Task<string> Build()
    {
        var (root, output) = (RepositoryRoot.Path, Path.Combine(RepositoryRoot.Path, "artifacts", "next"));
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = root };
        foreach (var argument in new[]
        {
            "build", "src/Server", "-v", "quiet", "--nologo", $"-p:ArtifactsPath={output}",
            $"-p:CustomAfterMicrosoftCommonTargets={Path.Combine(root, "tests", "Server.Tests", "Upgrade", "next.targets")}",
        })
        {
            start.ArgumentList.Add(argument);
        }

        // A test runner tells its own build things that are not meant for this one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var build = Process.Start(start)!;
        var said = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.True(build.ExitCode == 0, said);
        return Path.Combine(output, "bin", "CgLicense.Server", "debug", "cglicense-server");
    }
}
