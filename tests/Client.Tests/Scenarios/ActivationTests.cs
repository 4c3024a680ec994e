namespace CgLicense.Client.Tests;

public sealed class ActivationTests(RunningServer server)
{
    [Fact]
    public async Task An_activated_machine_is_licensed_and_knows_its_license()
    {
        var end = new DateTimeOffset(2099, 1, 31, 0, 0, 0, TimeSpan.Zero);
        var (machine, key) = await Machine.WithLicense(
            server.Process, new VariantRequest { Name = "studio", MaxMachines = 5, Features = ["render"] },
            new CreateLicenseRequest { ExpiresAt = end });
        using (machine)
        {
            var client = machine.Start(server.Url);
            Assert.Null(client.GetLicenseInfo());
            var activation = client.Activate($"  {key.ToLowerInvariant()} ");
            Assert.Equal((1, 5), (activation.MachinesUsed, activation.MaxMachines));
            Assert.Equal((end, end), (activation.ExpiresAt, activation.LicenseExpiresAt));
            Assert.Equal((LicenseStatus.Active, "studio", LicenseType.PerMachine), (activation.Status, activation.Variant, activation.LicenseType));
            Assert.Equal(["render"], activation.Features);

            var check = machine.Start(server.Url).CheckLicense();
            Assert.True(check.IsLicensed);
            Assert.Null(check.Error);
            Assert.Equal((key, machine.ProductId, end), (check.Info.LicenseKey, check.Info.ProductId, check.Info.LicenseExpiresAt));
            Assert.InRange(check.Info.DaysRemaining!.Value, 10_000, 40_000);
            Assert.DoesNotContain(key, check.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_perpetual_license_has_no_end()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            var client = machine.Start(server.Url);
            Assert.Null((await client.ActivateAsync(key, TestContext.Current.CancellationToken)).ExpiresAt);
            Assert.Null(client.GetLicenseInfo()!.DaysRemaining);
            Assert.NotNull(client.GetLicenseInfo()!.ExpiresAt);
        }
    }

    [Fact]
    public async Task A_third_computer_of_two_is_refused_until_one_is_given_back()
    {
        var (first, key) = await Machine.WithLicense(server.Process);
        using var second = new Machine(first.ProductId);
        using var third = new Machine(first.ProductId);
        using (first)
        {
            first.Start(server.Url).Activate(key);
            second.Start(server.Url).Activate(key);
            var refusal = Assert.Throws<MachineLimitException>(() => third.Start(server.Url).Activate(key));
            Assert.Equal(ErrorCodes.MachineLimit, refusal.Code);
            Assert.True(first.Start(server.Url).Deactivate());
            Assert.False(File.Exists(first.LicenseFile));
            Assert.Equal(2, third.Start(server.Url).Activate(key).MachinesUsed);
        }
    }

    [Fact]
    public async Task Each_refusal_has_its_exception()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        var (other, otherKey) = await Machine.WithLicense(server.Process);
        using (machine)
        using (other)
        {
            var client = machine.Start(server.Url);
            Assert.Throws<LicenseNotFoundException>(() => client.Activate("CGL-00000-00000-00000-00000-00000"));
            Assert.Equal(ErrorCodes.WrongProduct, Assert.Throws<LicenseException>(() => client.Activate(otherKey)).Code);
            Assert.Equal(ErrorCodes.InvalidRequest, Assert.Throws<LicenseException>(() => client.Activate(" ")).Code);
            await server.Admin.Update(new UpdateLicenseRequest { LicenseKey = key, Status = LicenseStatus.Suspended });
            Assert.Throws<LicenseSuspendedException>(() => client.Activate(key));
            await server.Admin.Revoke(key);
            Assert.Throws<LicenseRevokedException>(() => client.Activate(key));
            Assert.False(File.Exists(machine.LicenseFile));
            Assert.Throws<LicenseNetworkException>(() => machine.Start("http://127.0.0.1:1").Activate(key));
        }
    }

    [Fact]
    public async Task An_expired_license_cannot_be_activated()
    {
        var (machine, key) = await Machine.WithLicense(
            server.Process, license: new CreateLicenseRequest { ExpiresAt = TimeProvider.System.GetUtcNow().AddDays(1) });
        using (machine)
        {
            await server.Admin.Update(new UpdateLicenseRequest
            {
                LicenseKey = key,
                ExpiresAt = new OptionalTime(TimeProvider.System.GetUtcNow().AddSeconds(-5)),
            });
            Assert.Throws<LicenseExpiredException>(() => machine.Start(server.Url).Activate(key));
        }
    }

    [Fact]
    public async Task A_disk_that_refuses_the_file_does_not_cost_the_session()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            Directory.CreateDirectory(machine.LicenseFile);
            var client = machine.Start(server.Url);
            Assert.Equal(1, client.Activate(key).MachinesUsed);
            Assert.True(client.CheckLicense().IsLicensed);
            Assert.Equal(ErrorCodes.InvalidToken, machine.Start(server.Url).CheckLicense().Error?.Code);
        }
    }

    [Fact]
    public async Task Deactivating_without_the_server_keeps_the_slot()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            Assert.False(machine.Start(server.Url).Deactivate());
            machine.Start(server.Url).Activate(key);
            var offline = machine.Start("http://127.0.0.1:1");
            Assert.False(offline.Deactivate());
            Assert.Equal(ErrorCodes.Network, offline.GetError()?.Code);
            Assert.True(machine.Start("http://127.0.0.1:1").CheckLicense().IsLicensed);
            await server.Admin.Revoke(key);
            Assert.True(await machine.Start(server.Url).DeactivateAsync(TestContext.Current.CancellationToken));
            Assert.Equal(0, (await server.Admin.GetLicense(key)).MachinesUsed);
        }
    }
}
