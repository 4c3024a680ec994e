using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

/// <summary>A real server that was really killed, and a clock that goes on.</summary>
public sealed class OfflineTests
{
    [Fact]
    public async Task The_tool_outlives_its_server_for_thirty_days_and_seven_of_grace()
    {
        await using var server = await ServerProcess.Start();
        var (machine, key) = await Machine.WithLicense(server);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            await server.Kill();

            Assert.Null(At(TimeSpan.FromDays(29.9), runs: true));
            var warning = At(TimeSpan.FromDays(31.5), runs: true);
            Assert.Equal(ErrorCodes.Degraded, warning?.Code);
            Assert.Contains("5 days", warning!.Message, StringComparison.Ordinal);
            Assert.Equal("grace_expired", At(TimeSpan.FromDays(37.1), runs: false)?.Reason);

            // The clock set back to a good day helps nobody: the later days are on record.
            Assert.Equal(ErrorCodes.Degraded, At(TimeSpan.Zero, runs: true)?.Code);

            await using var again = await ServerProcess.Start(server.DataFolder, server.Url);
            Assert.Null(At(TimeSpan.FromDays(37.1), runs: true));
            await again.Kill();
            // And the server's time, heard again, heals a clock that was once wrong into the future.
            Assert.Null(At(TimeSpan.FromDays(2), runs: true));

            LicenseError? At(TimeSpan clockOff, bool runs)
            {
                machine.ClockOff = clockOff;
                var check = machine.Start(server.Url).CheckLicense();
                Assert.Equal(runs, check.IsLicensed);
                return check.Error;
            }
        }
    }

    [Fact]
    public async Task A_clock_gone_mad_for_a_moment_leaves_no_trace()
    {
        await using var server = await ServerProcess.Start();
        var (machine, key) = await Machine.WithLicense(server);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            await server.Stop();
            machine.ClockOff = TimeSpan.FromDays(4000);
            Assert.False(machine.Start(server.Url).CheckLicense().IsLicensed);
            machine.ClockOff = TimeSpan.FromDays(2);
            Assert.True(machine.Start(server.Url).CheckLicense().IsLicensed);
        }
    }

    [Fact]
    public async Task A_server_with_other_keys_is_not_believed_and_stops_nobody()
    {
        await using var real = await ServerProcess.Start();
        await using var impostor = await ServerProcess.Start();
        var (machine, key) = await Machine.WithLicense(real);
        using (machine)
        {
            machine.Start(real.Url).Activate(key);
            machine.ClockOff = TimeSpan.FromDays(2);
            Assert.True(machine.Start("http://127.0.0.1:1").CheckLicense().IsLicensed);

            var root = await File.ReadAllTextAsync(Path.Combine(real.DataFolder, "keys", "root.pub.pem"), TestContext.Current.CancellationToken);
            using var pinned = new Machine(machine.ProductId) { PublicKey = root };
            Assert.Throws<InvalidTokenException>(() => pinned.Start(impostor.Url).Activate(key));
            Assert.False(File.Exists(pinned.LicenseFile));
            Assert.Equal(2, pinned.Start(real.Url).Activate(key).MachinesUsed);
        }
    }
}
