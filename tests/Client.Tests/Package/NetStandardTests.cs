namespace CgLicense.Client.Tests;

/// <summary>The netstandard2.0 face, as Unity and older hosts load it, in processes of its own.</summary>
public sealed class NetStandardTests(RunningServer server)
{
    [Fact]
    public async Task It_activates_checks_and_deactivates()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            Assert.Equal(".NETStandard,Version=v2.0", await Run(machine, "framework"));
            Assert.Equal("active", await Run(machine, "activate", key));
            Assert.Equal("licensed", await Run(machine, "check"));
            Assert.Equal("kept", await Run(machine, "heartbeat"));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(machine.LicenseFile));
            // One file for every SDK on the machine.
            Assert.True(machine.Start("http://127.0.0.1:1").CheckLicense().IsLicensed);
            Assert.Equal("deactivated", await Run(machine, "deactivate"));
            Assert.False(File.Exists(machine.LicenseFile));
        }
    }

    [Fact]
    public async Task Ten_processes_at_once_share_one_file()
    {
        var floating = new VariantRequest { Name = "floating", LicenseType = LicenseType.Floating, MaxConcurrent = 1 };
        var (machine, key) = await Machine.WithLicense(server.Process, floating);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            // A floating license is asked for and written at every check.
            var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Run(machine, "check-many", "5")));
            Assert.All(results, result => Assert.Equal("licensed", result));
            Assert.True(machine.Start("http://127.0.0.1:1").CheckLicense().IsLicensed);
            Assert.Equal([machine.LicenseFile], machine.Files);
        }
    }

    private Task<string> Run(Machine machine, params string[] command) => Probe.Run(machine, server.Url, command);
}
