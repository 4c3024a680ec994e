using System.Globalization;

namespace CgLicense.Bench;

/// <summary>The routes that tools use, each between two looks at its limit.</summary>
internal sealed class Routes(Subject subject, Crowd crowd, int seconds, int rounds)
{
    public async Task OnSqlite(Report report)
    {
        await using var limits = await Limits.StartServer();
        var (empty, sign) = (limits.Url + "/empty", limits.Url + "/sign");
        var heartbeat = await Beside(report, "/heartbeat", crowd.Heartbeats, "empty endpoint", empty, 0.20, mostP99: 15);
        await Beside(report, "/validate, token not renewed", crowd.Validations, "empty endpoint", empty, 0.20);
        await Beside(report, "/verify", crowd.Verifications, "empty endpoint", empty, 0.40);
        var activate = await Beside(report, "/activate, new machines", crowd.Activations, "endpoint that only signs", sign, 0.65);
        await Crowded(report, "/heartbeat", crowd.Heartbeats);
        await Crowded(report, "/activate", crowd.Activations);
        var memory = subject.Memory(most: true);
        report.Add(new("server's memory under this load", Megabytes(memory), "–", null, "< 200 MB", memory < 200));
        Bare(report, "/activate", activate, "RSA-2048 signatures alone, all cores", await Limits.Signatures(seconds));
        Bare(report, "/heartbeat", heartbeat, "rows in durable commits of 64, nothing else", Limits.Commits(seconds));
    }

    /// <summary>Beside what the machine could do without any server; nothing is promised of it.</summary>
    private static void Bare(Report report, string route, Load figure, string limitName, double limit) =>
        report.Add(new(route + ", beside the bare machine", PerSecond(figure.PerSecond), $"{limitName}: {PerSecond(limit)}", figure.PerSecond / limit, "–", null)
        {
            Measured = figure,
        });

    private async Task<Load> Beside(Report report, string what, string bodies, string limitName, string limitUrl, double bar, double? mostP99 = null)
    {
        var route = what.Split(',')[0];
        var (limits, figures) = (new List<Load>(), new List<Load>());
        for (var i = 0; i < rounds; i++)
        {
            limits.Add(await Load.Of(limitUrl, bodies, seconds));
            figures.Add(await Load.Of(subject.Url + route, bodies, seconds));
        }

        var (limit, figure) = (Load.Middle(limits), Load.Middle(figures));
        var ratio = figure.PerSecond / limit.PerSecond;
        var isMet = ratio >= bar && figure.Failed == 0 && (mostP99 is not { } most || figure.P99 < most);
        var words = string.Create(CultureInfo.InvariantCulture, $"≥ {bar:0.00}{(mostP99 is { } p99 ? $", p99 < {p99} ms" : "")}");
        report.Add(new(what, figure.ToString(), $"{limitName}: {limit}", ratio, words, isMet) { Measured = figure, MeasuredLimit = limit });
        return figure;
    }

    /// <summary>One writer: eight times the clients may wait longer, and never in vain.</summary>
    private async Task Crowded(Report report, string route, string bodies)
    {
        var few = Load.Middle(await Repeat(() => Load.Of(subject.Url + route, bodies, seconds, connections: 32)));
        var many = Load.Middle(await Repeat(() => Load.Of(subject.Url + route, bodies, seconds, connections: 256)));
        var ratio = many.P99 / few.P99;
        report.Add(new(
            route + ", p99 at 256 connections", many.ToString(), "32 connections: " + few, ratio, "< 4, none failed", ratio < 4 && few.Failed + many.Failed == 0)
        {
            Measured = many, MeasuredLimit = few, IsCost = true,
        });
    }

    private async Task<List<Load>> Repeat(Func<Task<Load>> measure)
    {
        var loads = new List<Load>();
        for (var i = 0; i < rounds; i++)
            loads.Add(await measure());
        return loads;
    }

    public static string PerSecond(double rate) => rate.ToString("0", CultureInfo.InvariantCulture) + "/s";

    public static string Megabytes(double megabytes) => megabytes.ToString("0", CultureInfo.InvariantCulture) + " MB";
}
