using CgLicense.TestServer;

namespace CgLicense.Client.Tests.Time;

/// <summary>Real servers and real tools, of both SDKs, whose clocks are not the same: none of them is punished for it.</summary>
public sealed class WrongClockTests(RunningServer server)
{
    private const string Gone = "http://127.0.0.1:1";

    public static TheoryData<string, int> HonestSkews
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var language in Languages)
            {
                foreach (var seconds in new[] { -3000, -600, -90, 90, 600, 3000 })
                    data.Add(language, seconds);
            }

            return data;
        }
    }

    public static TheoryData<string> Languages => ["dotnet", "python"];

    [Theory, MemberData(nameof(HonestSkews))]
    public async Task A_tool_whose_clock_is_minutes_off_activates_runs_and_goes_offline(string language, int seconds)
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            var tool = new Tool(language, machine);
            var clock = OtherClock.Off(TimeSpan.FromSeconds(seconds));
            Assert.Equal("active", await tool.Run(server.Url, clock, "activate", key));
            Assert.Equal("licensed", await tool.Run(Gone, clock, "check"));
            // The clock is set right, by a time server say: the file that the wrong clock wrote is still good.
            Assert.Equal("licensed", await tool.Run(Gone, [], "check"));
            Assert.Equal("licensed", await tool.Run(server.Url, OtherClock.Off(TimeSpan.FromDays(2)), "check"));
        }
    }

    [Theory, MemberData(nameof(HonestSkews))]
    public async Task A_tool_whose_clock_is_minutes_off_holds_its_floating_seat(string language, int seconds)
    {
        var seat = new VariantRequest { Name = "farm", LicenseType = LicenseType.Floating, MaxConcurrent = 1 };
        var (machine, key) = await Machine.WithLicense(server.Process, seat);
        using (machine)
        {
            var tool = new Tool(language, machine);
            var clock = OtherClock.Off(TimeSpan.FromSeconds(seconds));
            Assert.Equal("active", await tool.Run(server.Url, clock, "activate", key));
            Assert.Equal("kept", await tool.Run(server.Url, clock, "heartbeat"));
            Assert.Equal("licensed", await tool.Run(server.Url, clock, "check"));
            Assert.Equal("licensed", await tool.Run(Gone, clock, "check"));
        }
    }

    [Theory, MemberData(nameof(HonestSkews))]
    public async Task A_server_whose_clock_is_minutes_off_serves_every_tool(string language, int seconds)
    {
        var clock = OtherClock.Off(TimeSpan.FromSeconds(seconds));
        await using var skewed = await ServerProcess.Start(environment: clock);
        var (machine, key) = await Machine.WithLicense(skewed);
        using (machine)
        {
            var tool = new Tool(language, machine);
            Assert.Equal("active", await tool.Run(skewed.Url, [], "activate", key));
            Assert.Equal("licensed", await tool.Run(Gone, [], "check"));
            await skewed.Stop();
            // It comes back with its clock set right, on keys and rows that the wrong clock made.
            await using var right = await ServerProcess.Start(skewed.DataFolder, skewed.Url);
            Assert.Equal("licensed", await tool.Run(right.Url, OtherClock.Off(TimeSpan.FromDays(2)), "check"));
            Assert.Equal("active", await tool.Run(right.Url, [], "activate", key));
            Assert.Equal("licensed", await tool.Run(Gone, [], "check"));
        }
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task Thirty_days_and_seven_of_grace_pass_on_real_processes_and_the_servers_return_heals(string language)
    {
        await using var first = await ServerProcess.Start();
        var (machine, key) = await Machine.WithLicense(first);
        using (machine)
        {
            var tool = new Tool(language, machine);
            Assert.Equal("active", await tool.Run(first.Url, [], "activate", key));
            await first.Kill();
            Assert.Equal("licensed", await tool.Run(first.Url, Day(29), "check"));
            Assert.Equal("licensed", await tool.Run(first.Url, Day(36), "check"));
            Assert.Equal("invalid_token", await tool.Run(first.Url, Day(38), "check"));
            await using var again = await ServerProcess.Start(first.DataFolder, first.Url, Day(38));
            Assert.Equal("licensed", await tool.Run(again.Url, Day(38), "check"));
            await again.Kill();
            Assert.Equal("licensed", await tool.Run(again.Url, Day(60), "check"));
        }
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task A_clock_years_ahead_stops_nobody_for_longer_than_it_is_wrong(string language)
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            var tool = new Tool(language, machine);
            Assert.Equal("active", await tool.Run(server.Url, [], "activate", key));
            Assert.Equal("invalid_token", await tool.Run(Gone, Day(4000), "check"));
            Assert.Equal("licensed", await tool.Run(Gone, [], "check"));
            Assert.Equal("licensed", await tool.Run(server.Url, Day(4000), "check"));
            Assert.Equal("licensed", await tool.Run(Gone, [], "check"));
        }
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task A_machine_whose_battery_is_dead_starts_in_the_year_2000_and_works(string language)
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            var tool = new Tool(language, machine);
            var dead = OtherClock.From(new DateTime(2000, 1, 1, 0, 0, 5, DateTimeKind.Utc));
            Assert.Equal("active", await tool.Run(server.Url, dead, "activate", key));
            Assert.Equal("licensed", await tool.Run(Gone, dead, "check"));
            Assert.Equal("licensed", await tool.Run(server.Url, Day(2), "check"));
            Assert.Equal("licensed", await tool.Run(Gone, dead, "check"));
        }
    }

    private static Dictionary<string, string> Day(int day) => OtherClock.Off(TimeSpan.FromDays(day));
}
