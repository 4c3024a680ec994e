using System.Diagnostics;
using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

public sealed class BrokenServerTests(RunningServer server)
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    /// <summary>Two cores shared with other tests; the point is that it is not the listener's infinity.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    public static TheoryData<string> Kinds =>
        ["hanging", "trickling", "flooding", "breaking off", "html", "500", "503", "429", "elsewhere", "plain redirect", "empty"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_broken_server_stops_nobody_whose_token_stands(string kind)
    {
        await using var broken = Make(kind);
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            machine.ClockOff = TimeSpan.FromDays(2);

            var watch = Stopwatch.StartNew();
            var check = machine.Start(broken.Url, checkTimeout: Budget).CheckLicense();
            Assert.True(check.IsLicensed);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Budget + Margin);
            Assert.Equal(1, broken.Connections);

            watch.Restart();
            Assert.True((await machine.Start(broken.Url, checkTimeout: Budget).CheckLicenseAsync(TestContext.Current.CancellationToken)).IsLicensed);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Budget + Margin);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_broken_server_cannot_activate_and_says_so_in_time(string kind)
    {
        await using var broken = Make(kind);
        using var machine = new Machine("tool");
        var watch = Stopwatch.StartNew();
        var failure = Assert.ThrowsAny<LicenseException>(() => machine.Start(broken.Url, requestTimeout: Budget).Activate("KEY"));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Budget + Margin);
        Assert.Equal(kind == "429" ? ErrorCodes.RateLimited : ErrorCodes.Network, failure.Code);
        Assert.Equal(kind == "429" ? TimeSpan.FromSeconds(30) : null, failure.RetryAfter);
        Assert.False(File.Exists(machine.LicenseFile));
    }

    [Fact]
    public async Task A_hanging_server_keeps_the_file_of_a_deactivation_and_fails_a_heartbeat()
    {
        await using var hanging = BrokenServer.Hanging();
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            var client = machine.Start(hanging.Url, requestTimeout: Budget);
            Assert.False(client.Deactivate());
            Assert.False(client.SendHeartbeat());
            Assert.Equal(ErrorCodes.Network, client.GetError()?.Code);
            Assert.True(File.Exists(machine.LicenseFile));
        }
    }

    [Fact]
    public void Plain_http_to_another_machine_is_refused_before_anything_is_sent()
    {
        using var machine = new Machine("tool");
        var refusal = Assert.Throws<LicenseException>(() => machine.Start("http://192.0.2.1:8080").Activate("KEY"));
        Assert.Equal(ErrorCodes.InvalidRequest, refusal.Code);
        Assert.Contains("https://", refusal.Message, StringComparison.Ordinal);
    }

    private static BrokenServer Make(string kind) => kind switch
    {
        "hanging" => BrokenServer.Hanging(),
        "trickling" => BrokenServer.Trickling(),
        "flooding" => BrokenServer.Flooding(),
        "breaking off" => BrokenServer.BreakingOff(),
        "html" => BrokenServer.Answering("200 OK", "<html>Welcome to the hotel</html>", "Content-Type: text/html"),
        "500" => BrokenServer.Answering("500 Internal Server Error", "oops"),
        "503" => BrokenServer.Answering("503 Service Unavailable", """{"success":false,"error":"no database","code":"unavailable"}"""),
        "429" => BrokenServer.Answering(
            "429 Too Many Requests", """{"success":false,"error":"slow down","code":"rate_limited","retryAfterSeconds":30}"""),
        "elsewhere" => BrokenServer.Answering("307 Temporary Redirect", "", "Location: https://licenses.example.com/validate"),
        "plain redirect" => BrokenServer.Answering("301 Moved Permanently", "", "Location: /elsewhere"),
        _ => BrokenServer.Answering("200 OK", "{}"),
    };
}
