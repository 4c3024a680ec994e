using System.Text.Json;
using CgLicense.TestServer;

namespace CgLicense.Native.Tests;

/// <summary>A C program licenses itself at a real server.</summary>
public sealed class LicensingTests(CLibrary c)
{
    [Fact]
    public async Task A_tool_is_activated_checked_and_given_back()
    {
        using var desk = await Desk.New(c);
        var lines = await desk.Drive(
            "check", "activate:" + desk.Key, "check", "text:4", "text:6", "text:7", "text:8", "number:1", "number:2", "number:4", "feature:größer", "feature:gro",
            "text:3", "deactivate", "check");
        Assert.StartsWith("11 not_activated", lines[0]);
        Assert.Equal(
            ["0 ok ", "0 ok ", "6 active", "5 indie", "11 per-machine", "15 render", "größer", "0 1", "0 2", "102 0", "1", "0", $"{desk.Key.Length} {desk.Key}", "0 ok "],
            lines[1..15]);
        Assert.StartsWith("11 not_activated", lines[15]);
    }

    [Fact]
    public async Task What_the_server_refuses_has_its_number_and_its_text()
    {
        using var desk = await Desk.New(c);
        Assert.StartsWith("12 not_found License not found", Assert.Single(await desk.Drive("activate:AAAA-BBBB-CCCC-DDDD")));
        await c.Server.Admin.Revoke(desk.Key);
        Assert.Equal(["13 revoked License has been revoked", "7 revoked"], await desk.Drive("activate:" + desk.Key, "text:9"));
        await c.Server.Admin.Reinstate(desk.Key);
        await c.Server.Admin.Update(new UpdateLicenseRequest { LicenseKey = desk.Key, Status = LicenseStatus.Degraded, Message = "Please pay" });
        var degraded = await desk.Drive("activate:" + desk.Key, "check", "text:4", "text:5");
        Assert.Equal(["0 ok ", "1 degraded Please pay", "8 degraded", "10 Please pay"], degraded);
    }

    [Fact]
    public async Task It_runs_on_its_token_when_the_server_is_gone()
    {
        using var desk = await Desk.New(c);
        await desk.Drive("activate:" + desk.Key);
        var lines = await CLibrary.Run(c.Driver, desk.Arguments("http://127.0.0.1:9", ["check", "heartbeat", "deactivate", "check"]));
        Assert.Matches("^0 ok \n10 network .*\n10 network .*\n0 ok \n$", lines);
    }

    [Fact]
    public async Task A_machine_without_network_takes_over_a_file_that_was_carried_to_it()
    {
        using var desk = await Desk.New(c);
        var (pem, request, file) = (Path.Combine(desk.Folder, "root.pem"), Path.Combine(desk.Folder, "tool.cgrequest"), Path.Combine(desk.Folder, "tool.cglicense"));
        await File.WriteAllTextAsync(pem, await RootKeyOf(c.Server.Url), TestContext.Current.CancellationToken);
        const string Nowhere = "http://127.0.0.1:9";
        Assert.Equal("0 ok \n", await CLibrary.Run(c.Driver, desk.Arguments(Nowhere, ["request:" + request], pem)));
        using var asked = JsonDocument.Parse(await File.ReadAllTextAsync(request, TestContext.Current.CancellationToken));
        var fingerprint = asked.RootElement.GetProperty("machineFingerprint").GetString()!;
        await File.WriteAllTextAsync(file, await c.Server.Admin.OfflineFile(desk.Key, fingerprint, desk.Product), TestContext.Current.CancellationToken);
        Assert.Matches("^18 invalid_token .*\n$", await CLibrary.Run(c.Driver, desk.Arguments(Nowhere, ["take:" + file])));
        Assert.Equal("0 ok \n0 ok \n5 indie\n", await CLibrary.Run(c.Driver, desk.Arguments(Nowhere, ["take:" + file, "check", "text:6"], pem)));
    }

    [Fact]
    public async Task It_shares_file_fingerprint_and_slot_with_the_dotnet_and_python_sdks()
    {
        using var desk = await Desk.New(c);
        using var client = new LicenseClient(c.Server.Url, desk.Product, Desk.Salt, desk.Folder);
        await client.ActivateAsync(desk.Key, TestContext.Current.CancellationToken);
        Assert.Equal(["0 ok ", "64 " + client.Fingerprint, $"{client.LicenseFile.Length} {client.LicenseFile}", "0 1"], await desk.Drive("check", "text:1", "text:2", "number:1"));
        const string Tool =
            """
            import sys
            from cg_license import LicenseClient
            client = LicenseClient(sys.argv[1], sys.argv[2], sys.argv[3], storage_dir=sys.argv[4])
            print(client.check_license(), client.get_license_info()["machines_used"])
            """;
        var python = await CLibrary.Run("env", ["PYTHONPATH=" + Path.Combine(RepositoryRoot.Path, "sdk", "python"), "python3", "-c", Tool, c.Server.Url, desk.Product, Desk.Salt, desk.Folder]);
        Assert.Equal("True 1", python.Trim());
    }

    [Fact]
    public async Task Only_the_root_key_that_is_named_is_believed()
    {
        using var desk = await Desk.New(c);
        await using var other = await ServerProcess.Start();
        var foreign = Path.Combine(desk.Folder, "foreign.pem");
        await File.WriteAllTextAsync(foreign, await RootKeyOf(other.Url), TestContext.Current.CancellationToken);
        Assert.StartsWith("18 invalid_token", await CLibrary.Run(c.Driver, desk.Arguments(c.Server.Url, ["activate:" + desk.Key], foreign)));
        Assert.False(File.Exists(Path.Combine(desk.Folder, "license.dat")));
    }

    private static async Task<string> RootKeyOf(string url)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = JsonDocument.Parse(await http.GetStringAsync(url + "/getSigningKey", TestContext.Current.CancellationToken));
        return answer.RootElement.GetProperty("rootKey").GetString()!;
    }
}
