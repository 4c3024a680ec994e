using CgLicense.Cli.Output;
using CgLicense.Cli.Simulation;
using CgLicense.Cli.Tests.Running;

namespace CgLicense.Cli.Tests;

public sealed class SimulateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Offline_from_the_first_day_a_tool_runs_thirty_days_warns_seven_and_stops()
    {
        var life = SimulatedLife.Live(new SimulatedTerms { OfflineFrom = 1 }, Start);
        Assert.Equal(90, life.Count);
        Assert.All(life.Take(30), day => Assert.Equal((true, null), (day.Runs, day.Code)));
        Assert.All(life.Skip(30).Take(7), day => Assert.Equal((true, ErrorCodes.Degraded), (day.Runs, day.Code)));
        Assert.All(life.Skip(37), day => Assert.Equal((false, ErrorCodes.InvalidToken), (day.Runs, day.Code)));
    }

    [Fact]
    public void The_countdown_in_the_warning_loses_a_day_a_day()
    {
        var life = SimulatedLife.Live(new SimulatedTerms { OfflineFrom = 1 }, Start);
        Assert.Contains("6 days", life[30].Message, StringComparison.Ordinal);
        Assert.Contains("1 day ", life[35].Message, StringComparison.Ordinal);
        Assert.Contains("less than a day", life[36].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, 7, 40, 90)]
    [InlineData(5, 0, 3, 20)]
    [InlineData(90, 30, 10, 300)]
    public void Whoever_comes_back_runs_from_that_day_on(long tokenDays, long graceDays, long onlineAgain, long days)
    {
        var terms = new SimulatedTerms { TokenDays = tokenDays, GraceDays = graceDays, OfflineFrom = 1, OnlineAgain = onlineAgain, Days = days };
        Assert.All(SimulatedLife.Live(terms, Start).Skip((int)onlineAgain), day => Assert.Equal((true, null), (day.Runs, day.Code)));
    }

    [Fact]
    public void A_revocation_is_heard_with_the_connection_and_outlives_its_loss()
    {
        var life = SimulatedLife.Live(new SimulatedTerms { OfflineFrom = 20, RevokedOn = 12, Days = 60 }, Start);
        Assert.True(life[11].Runs);
        Assert.All(life.Skip(12), day => Assert.Equal((false, ErrorCodes.Revoked), (day.Runs, day.Code)));
    }

    [Fact]
    public void A_license_that_ends_offline_ends_on_its_day()
    {
        var life = SimulatedLife.Live(new SimulatedTerms { OfflineFrom = 1, LicenseDays = 20, Days = 40 }, Start);
        Assert.True(life[19].Runs);
        Assert.All(life.Skip(20), day => Assert.Equal((false, ErrorCodes.Expired), (day.Runs, day.Code)));
    }

    [Fact]
    public async Task A_person_sees_days_across_and_a_program_every_day()
    {
        using var cli = new CommandLine("http://127.0.0.1:1");
        var seen = (await cli.Run("simulate")).Succeeds().Output;
        Assert.Contains("day   30  !!!!!!!xxx", seen, StringComparison.Ordinal);
        Assert.Contains("37–89  stops", seen, StringComparison.Ordinal);
        var days = (await cli.Run("simulate --days 40 --json")).As(CliJson.Wire.IReadOnlyListSimulatedDay);
        Assert.Equal((40, 37), (days.Count, days.Count(day => day.Runs)));
        Assert.Equal(ExitCode.Usage, (await cli.Run("simulate --days -1")).ExitCode);
    }
}
