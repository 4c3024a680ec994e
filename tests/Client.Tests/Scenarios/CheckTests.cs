using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

public sealed class CheckTests(RunningServer server)
{
    private const string Nowhere = "http://127.0.0.1:1";

    [Fact]
    public async Task A_fresh_token_touches_no_network()
    {
        await using var silent = BrokenServer.Hanging();
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            Assert.True(machine.Start(silent.Url).CheckLicense().IsLicensed);
            Assert.True((await machine.Start(silent.Url).CheckLicenseAsync(TestContext.Current.CancellationToken)).IsLicensed);
            Assert.Equal(0, silent.Connections);
        }
    }

    [Fact]
    public void A_machine_without_a_license_is_not_activated()
    {
        using var machine = new Machine("tool");
        var client = machine.Start(Nowhere);
        Assert.False(client.CheckLicense().IsLicensed);
        Assert.Equal((ErrorCodes.NotActivated, ErrorCodes.NotActivated), (client.GetError()!.Code, client.GetStatus()));
    }

    [Fact]
    public async Task A_revoked_license_stays_revoked_offline_and_heals_when_it_is_reinstated()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            await server.Admin.Revoke(key);
            machine.ClockOff = TimeSpan.FromHours(25);
            Assert.Equal(ErrorCodes.Revoked, Refused(machine, server.Url));
            Assert.Equal(ErrorCodes.Revoked, Refused(machine, Nowhere));
            machine.ClockOff = TimeSpan.Zero;
            Assert.Equal(ErrorCodes.Revoked, Refused(machine, Nowhere));
            await server.Admin.Reinstate(key);
            Assert.True(machine.Start(server.Url).CheckLicense().IsLicensed);
            Assert.True(machine.Start(Nowhere).CheckLicense().IsLicensed);
        }
    }

    [Fact]
    public async Task A_removed_machine_is_told_so_and_takes_no_slot_by_itself()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            await server.Admin.ResetActivations(key);
            machine.ClockOff = TimeSpan.FromHours(25);
            Assert.Equal(ErrorCodes.NotActivated, Refused(machine, server.Url));
            Assert.Equal(ErrorCodes.NotActivated, Refused(machine, server.Url));
            Assert.Equal(0, (await server.Admin.GetLicense(key)).MachinesUsed);
            machine.ClockOff = TimeSpan.Zero;
            machine.Start(server.Url).Activate(key);
            Assert.True(machine.Start(server.Url).CheckLicense().IsLicensed);
        }
    }

    [Fact]
    public async Task A_degraded_license_runs_and_shows_the_sellers_message()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            await server.Admin.Update(new UpdateLicenseRequest
            {
                LicenseKey = key,
                Status = LicenseStatus.Degraded,
                Message = "The last payment failed.",
            });
            machine.ClockOff = TimeSpan.FromHours(25);
            var client = machine.Start(server.Url);
            Assert.True(client.CheckLicense().IsLicensed);
            Assert.Equal((ErrorCodes.Degraded, "The last payment failed."), (client.GetError()!.Code, client.GetMessage()));
            Assert.Equal(LicenseStatus.Degraded, client.GetStatus());
        }
    }

    [Fact]
    public async Task A_license_that_was_prolonged_runs_again()
    {
        var end = TimeProvider.System.GetUtcNow().AddDays(2);
        var (machine, key) = await Machine.WithLicense(server.Process, license: new CreateLicenseRequest { ExpiresAt = end });
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            machine.ClockOff = TimeSpan.FromDays(3);
            Assert.Equal(ErrorCodes.Expired, Refused(machine, Nowhere));
            await server.Admin.Update(new UpdateLicenseRequest { LicenseKey = key, ExpiresAt = new OptionalTime(end.AddDays(365)) });
            Assert.True(machine.Start(server.Url).CheckLicense().IsLicensed);
        }
    }

    [Fact]
    public async Task A_file_of_another_salt_or_a_damaged_one_is_an_invalid_token_and_activating_mends_it()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            using var other = new LicenseClient(server.Url, machine.ProductId, "another salt", machine.Folder);
            Assert.Equal(ErrorCodes.InvalidToken, other.CheckLicense().Error?.Code);
            var bytes = await File.ReadAllBytesAsync(machine.LicenseFile, TestContext.Current.CancellationToken);
            bytes[^1] ^= 1;
            await File.WriteAllBytesAsync(machine.LicenseFile, bytes, TestContext.Current.CancellationToken);
            Assert.Equal(ErrorCodes.InvalidToken, Refused(machine, server.Url));
            machine.Start(server.Url).Activate(key);
            Assert.True(machine.Start(Nowhere).CheckLicense().IsLicensed);
        }
    }

    [Fact]
    public async Task A_caller_may_cancel_a_check()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => machine.Start(server.Url).CheckLicenseAsync(new CancellationToken(canceled: true)));
        }
    }

    private static string? Refused(Machine machine, string url)
    {
        var check = machine.Start(url).CheckLicense();
        Assert.False(check.IsLicensed);
        return check.Error?.Code;
    }
}
