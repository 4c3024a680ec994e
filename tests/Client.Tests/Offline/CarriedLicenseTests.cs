using System.Text.Json;

namespace CgLicense.Client.Tests;

/// <summary>The whole way on foot: a tool that reaches nobody, a customer at the portal, and the file in between.</summary>
public sealed class CarriedLicenseTests(RunningServer server)
{
    // A port that is reserved and on which nobody answers.
    private const string Nobody = "http://127.0.0.1:9";

    private const string Email = "artist@example.com";

    [Fact]
    public async Task A_machine_that_never_was_online_runs_on_a_carried_file_until_its_days_are_over()
    {
        var (machine, key) = await Offline();
        using (machine)
        {
            var request = Path.Combine(machine.Folder, "tool.cgrequest");
            machine.Start(Nobody).WriteRequest(request);
            var carried = await Carry(machine, key, request);

            var tool = machine.Start(Nobody);
            Assert.Equal(ErrorCodes.NotActivated, tool.CheckLicense().Error?.Code);
            var activation = tool.ActivateFromFile(carried);
            Assert.Equal((1, 2, "active"), (activation.MachinesUsed, activation.MaxMachines, activation.Status));
            Assert.Equal("active", tool.GetStatus());
            Assert.Equal(tool.Fingerprint, Assert.Single((await server.Admin.GetLicense(key)).Activations).Fingerprint);

            Assert.Null(At(machine, TimeSpan.Zero, runs: true));
            Assert.Null(At(machine, TimeSpan.FromDays(29.9), runs: true));
            Assert.Equal("grace", At(machine, TimeSpan.FromDays(31), runs: true)?.Reason);
            Assert.Equal("grace_expired", At(machine, TimeSpan.FromDays(37.1), runs: false)?.Reason);
        }
    }

    [Fact]
    public async Task A_renewed_file_takes_no_further_place_and_an_older_one_cannot_replace_it()
    {
        var (machine, key) = await Offline(maxMachines: 1);
        using (machine)
        {
            var request = Path.Combine(machine.Folder, "tool.cgrequest");
            machine.Start(Nobody).WriteRequest(request);
            var first = await Carry(machine, key, request, "first.cglicense");
            string second;
            do
                second = await Carry(machine, key, request, "second.cglicense");
            while (Issued(second) <= Issued(first));

            var tool = machine.Start(Nobody);
            tool.ActivateFromFile(second);
            var older = Assert.Throws<InvalidTokenException>(() => tool.ActivateFromFile(first));
            Assert.Equal("older_than_held", older.Reason);
            Assert.True(tool.CheckLicense().IsLicensed);
            Assert.Single((await server.Admin.GetLicense(key)).Activations);
        }
    }

    [Fact]
    public async Task Back_on_the_network_the_license_is_validated_as_any_other()
    {
        var (machine, key) = await Offline();
        using (machine)
        {
            var request = Path.Combine(machine.Folder, "tool.cgrequest");
            machine.Start(Nobody).WriteRequest(request);
            machine.Start(Nobody).ActivateFromFile(await Carry(machine, key, request));

            machine.ClockOff = TimeSpan.FromDays(3);
            await server.Admin.Revoke(key);
            Assert.Equal(ErrorCodes.Revoked, machine.Start(server.Url).CheckLicense().Error?.Code);
            Assert.Equal("refused_before", Assert.Throws<LicenseRevokedException>(
                () => machine.Start(Nobody).ActivateFromFile(Path.Combine(machine.Folder, "tool.cglicense"))).Reason);
            await server.Admin.Reinstate(key);
            Assert.True(machine.Start(server.Url).CheckLicense().IsLicensed);
            Assert.True(machine.Start(server.Url).Deactivate());
        }
    }

    [Fact]
    public async Task A_tool_that_was_told_no_root_key_believes_no_file_and_says_what_it_needs()
    {
        var (machine, key) = await Offline();
        using (machine)
        {
            var request = Path.Combine(machine.Folder, "tool.cgrequest");
            machine.Start(Nobody).WriteRequest(request);
            var carried = await Carry(machine, key, request);
            using var untold = new LicenseClient(Nobody, machine.ProductId, machine.Salt, Path.Combine(machine.Folder, "untold"));
            var error = Assert.Throws<InvalidTokenException>(() => untold.ActivateFromFile(carried));
            Assert.Equal("no_root_key", error.Reason);
            Assert.Contains("home page", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_request_that_cannot_be_written_names_its_place()
    {
        using var machine = new Machine("tool");
        var place = Path.Combine(machine.Folder, "missing", "tool.cgrequest");
        var error = Assert.Throws<LicenseException>(() => machine.Start(Nobody).WriteRequest(place));
        Assert.Equal((ErrorCodes.InvalidRequest, "file_not_written"), (error.Code, error.Reason));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    private async Task<(Machine Machine, string Key)> Offline(long? maxMachines = null)
    {
        var (machine, key) = await Machine.WithLicense(server.Process, license: new CreateLicenseRequest { MaxMachines = maxMachines });
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var keys = JsonSerializer.Deserialize(await http.GetStringAsync(server.Url + "/getSigningKey"), ProtocolJson.Wire.SigningKeyAnswer)!;
        return (new Machine(machine.ProductId) { Folder = machine.Folder, PublicKey = keys.RootKey }, key);
    }

    private async Task<string> Carry(Machine machine, string key, string request, string name = "tool.cglicense")
    {
        var carried = Path.Combine(machine.Folder, name);
        using var visitor = new PortalVisitor(server.Url);
        await visitor.Download(key, Email, request, carried);
        return carried;
    }

    private static DateTimeOffset Issued(string file) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(file), ProtocolJson.Wire.CreateOfflineFileAnswer)!.ExpiresAt!.Value;

    private static LicenseError? At(Machine machine, TimeSpan clockOff, bool runs)
    {
        machine.ClockOff = clockOff;
        var check = machine.Start(Nobody).CheckLicense();
        Assert.Equal(runs, check.IsLicensed);
        return check.Error;
    }
}
