namespace CgLicense.Native.Tests;

/// <summary>A floating seat held by a C program.</summary>
public sealed class FloatingTests(CLibrary c)
{
    private static VariantRequest Farm => new()
    {
        Name = "farm", LicenseType = LicenseType.Floating, MaxConcurrent = 1, HeartbeatSeconds = 5, SessionSeconds = 60, SeatScope = SeatScope.Process,
    };

    [Fact]
    public async Task A_seat_is_taken_kept_and_given_back()
    {
        using var desk = await Desk.New(c, Farm);
        var lines = await desk.Drive("activate:" + desk.Key, "heartbeat", "number:6", "number:7", "number:8", "text:7", "deactivate", "heartbeat");
        Assert.Equal(["0 ok ", "0 ok ", "0 1", "0 1", "0 5", "8 floating", "0 ok "], lines[..7]);
        Assert.StartsWith("11 not_activated", lines[7]);
    }

    [Fact]
    public async Task A_full_farm_refuses_with_the_seats_and_the_time_to_wait()
    {
        using var desk = await Desk.New(c, Farm);
        using var second = new Desk(c, desk.Product, desk.Key);
        await desk.Drive("activate:" + desk.Key);
        var lines = await second.Drive("activate:" + desk.Key, "number:10");
        Assert.StartsWith("16 machine_limit All 1 floating seats are in use.", lines[0]);
        Assert.Matches("^0 [1-9]", lines[1]);
    }

    [Fact]
    public async Task The_loop_keeps_the_seat_and_calls_back_once_when_it_is_gone()
    {
        using var desk = await Desk.New(c, Farm);
        using var program = CLibrary.Begin(c.Driver, desk.Arguments(c.Server.Url, ["activate:" + desk.Key, "keep", "wait", "stop", "check", "close", "check"]));
        Assert.Equal("0 ok ", await Line(program));
        Assert.Equal("0 ok ", await Line(program));
        await c.Server.Admin.Revoke(desk.Key);
        Assert.Equal("lost 13 License has been revoked mine client", await Line(program));
        await program.StandardInput.WriteLineAsync();
        Assert.Equal("0 ok ", await Line(program));
        Assert.StartsWith("13 revoked", await Line(program));
        Assert.Equal("0 ok ", await Line(program));
        Assert.StartsWith("101 closed", await Line(program));
        Assert.Null(await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
    }

    private static async Task<string?> Line(System.Diagnostics.Process program) =>
        await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
