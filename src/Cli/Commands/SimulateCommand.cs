using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Simulation;

namespace CgLicense.Cli.Commands;

/// <summary><c>simulate</c>: what an artist sees, day by day, when the connection goes. Asks no server, touches no file.</summary>
internal static class SimulateCommand
{
    private const int DaysPerLine = 30;
    private const long MostDays = 3650;

    private static readonly string[] Headings = ["Days", "Tool", "The artist sees"];

    private static readonly Option<long?> Days = Values.Number("--days", "N", "How many days, default 90");
    private static readonly Option<long?> OfflineFrom = Values.Number("--offline-from", "DAY", "Day on which the connection is lost, default 1");
    private static readonly Option<long?> OnlineAgain = Values.Number("--online-again", "DAY", "Day on which it is back, default never");
    private static readonly Option<long?> TokenDays = Values.Number("--token-days", "N", "The variant's token life, default 30");
    private static readonly Option<long?> GraceDays = Values.Number("--grace-days", "N", "The variant's grace, default 7");
    private static readonly Option<long?> LicenseDays = Values.Number("--license-days", "N", "Day on which the license ends, default never");
    private static readonly Option<long?> RevokedOn = Values.Number("--revoked-on", "DAY", "Day on which the seller revokes it, default never");

    public static Command Build(Terminal terminal)
    {
        Option<long?>[] numbers = [Days, OfflineFrom, OnlineAgain, TokenDays, GraceDays, LicenseDays, RevokedOn];
        var command = new ExampleCommand(
            "simulate", "See what an artist sees, day by day, when the connection is lost",
            ["cglicense simulate", "cglicense simulate --offline-from 10 --online-again 60 --license-days 45"],
            [.. numbers, ServerOptions.Json]);
        command.SetAction(parsed =>
        {
            if (numbers.FirstOrDefault(number => parsed.GetValue(number) is < 0 or > MostDays) is { } wrong)
                return terminal.Fail(LicenseError.InvalidRequest($"{wrong.Name} takes a number from 0 to {MostDays}."), null);
            var defaults = new SimulatedTerms();
            var life = SimulatedLife.Live(
                new SimulatedTerms
                {
                    Days = parsed.GetValue(Days) ?? defaults.Days,
                    OfflineFrom = parsed.GetValue(OfflineFrom) ?? 1,
                    OnlineAgain = parsed.GetValue(OnlineAgain),
                    TokenDays = Math.Max(1, parsed.GetValue(TokenDays) ?? defaults.TokenDays),
                    GraceDays = parsed.GetValue(GraceDays) ?? defaults.GraceDays,
                    LicenseDays = parsed.GetValue(LicenseDays),
                    RevokedOn = parsed.GetValue(RevokedOn),
                },
                terminal.Now);
            if (terminal.IsJson)
                Terminal.Print(JsonSerializer.Serialize(life, CliJson.Wire.IReadOnlyListSimulatedDay));
            else
                Show(life, terminal);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(IReadOnlyList<SimulatedDay> life, Terminal terminal)
    {
        foreach (var line in life.Chunk(DaysPerLine))
            terminal.Say($"{string.Create(CultureInfo.InvariantCulture, $"day {line[0].Day,4}")}  {string.Concat(line.Select(Mark))}");
        terminal.Say($"{Mark('o')} asked the server   {Mark('.')} runs by itself   {Mark('!')} runs with a warning   {Mark('x')} does not run");
        terminal.Say("");
        terminal.Rows(Headings, Phases(life), "No days.");
    }

    /// <summary>Days in a row that look the same to the artist, but for the number in a countdown.</summary>
    private static IEnumerable<string[]> Phases(IReadOnlyList<SimulatedDay> life)
    {
        for (var first = 0; first < life.Count;)
        {
            var last = first;
            while (last + 1 < life.Count && life[last + 1].Runs == life[first].Runs && life[last + 1].Code == life[first].Code)
                last++;
            var (from, to) = (life[first], life[last]);
            var days = from.Day == to.Day ? $"{from.Day}" : string.Create(CultureInfo.InvariantCulture, $"{from.Day}–{to.Day}");
            yield return [days, from.Runs ? "[green]runs[/]" : "[red]stops[/]", Wording.Text(from.Message ?? "nothing: all is well")];
            first = last + 1;
        }
    }

    private static string Mark(SimulatedDay day) =>
        Mark(!day.Runs ? 'x' : day.Code is not null ? '!' : day.Asked ? 'o' : '.');

    private static string Mark(char mark) => mark switch
    {
        'x' => "[red]x[/]",
        '!' => "[yellow]![/]",
        'o' => "[blue]o[/]",
        _ => "[green].[/]",
    };
}
