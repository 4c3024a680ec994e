using System.CommandLine;
using System.Globalization;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>stats</c>: what stands now, and a row per day with a bar for its activations.</summary>
internal static class StatsCommand
{
    private const int BarWidth = 20;

    private static readonly string[] Headings = ["Day", "Activations", "", "Freed", "New licenses", "Seat peak", "Denied"];

    public static Command Build(Terminal terminal)
    {
        var product = Values.Text("--product", "ID", "Of one product");
        var from = Values.Since("--from", "First day (UTC); without it, 30 days are shown");
        var to = Values.Since("--to", "Last day (UTC), at most 366 days in all; without it, today");
        return new AdminCommand(
            terminal, "stats", "Activations, licenses and seats per day", changes: false,
            ["cglicense stats", "cglicense stats --product render-tool --from 2026-11-01 --to 2026-11-30"], [product, from, to],
            (parsed, call) => call.Send(
                Endpoints.Statistics,
                new StatsRequest { ProductId = parsed.GetValue(product), From = parsed.GetValue(from), To = parsed.GetValue(to) },
                answer => Show(terminal, answer)));
    }

    private static void Show(Terminal terminal, StatsAnswer answer)
    {
        var licenses = answer.Licenses;
        terminal.Facts(
            ("Period", $"{Date(answer.From)} to {Date(answer.To)}, UTC"),
            ("Products", Number(answer.Products)),
            ("Licenses", $"{licenses.Active} active, {licenses.Degraded} degraded, {licenses.Suspended} suspended, {licenses.Revoked} revoked"),
            ("Machines", Number(answer.Machines)),
            ("Seats in use", answer.SeatsCap is { } cap ? $"{answer.SeatsLive} of {cap}" : $"{answer.SeatsLive}, no limit"));
        var most = answer.Days.Select(day => day.Activations).DefaultIfEmpty(0).Max();
        terminal.Rows(Headings, answer.Days.Select(day => Row(day, most)), "Nothing happened on these days.");
        Groups(terminal, "Country", answer.Countries);
        Groups(terminal, "Client", answer.SdkVersions);
    }

    /// <summary>Nothing where there is nothing to tell apart: a server that asks for no countries knows none.</summary>
    private static void Groups(Terminal terminal, string heading, IReadOnlyList<MachineGroup> groups)
    {
        if (groups.All(each => each.Name == MachineGroup.Unknown))
            return;
        var most = groups.Max(each => each.Machines);
        terminal.Rows(
            [heading, "Machines", ""],
            groups.Select(string[] (each) => [Country.NameOf(each.Name), Number(each.Machines), Bar(each.Machines, most)]), "");
    }

    private static string[] Row(DayRecord day, long most) =>
    [
        Date(day.Day), Number(day.Activations), Bar(day.Activations, most), Number(day.Deactivations), Number(day.LicensesCreated),
        Number(day.SeatsPeak), Number(day.SeatsDenied),
    ];

    /// <summary>The busiest day has the whole width; a day with any has at least one mark.</summary>
    private static string Bar(long count, long most) =>
        count == 0 ? "" : new string('█', (int)Math.Max(1, count * BarWidth / most));

    private static string Date(DateTimeOffset day) => day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
