using System.Diagnostics;
using System.Globalization;

namespace CgLicense.Bench;

/// <summary>The same server with few licenses and with many.</summary>
internal sealed class Growth(long few, long many, int seconds, int rounds, string? keptIn)
{
    private const int Lapsed = 20_000;

    public async Task Run(Report report)
    {
        await using var small = await Place.OnSqlite(few, machinesEach: 3, keptIn);
        await using var large = await Place.OnSqlite(many, machinesEach: 3, keptIn);
        var name = many.ToString("N0", CultureInfo.InvariantCulture) + " licenses";
        var (before, after) = (await Crowd.Activate(small.Subject, few, machines: 1_000), await Crowd.Activate(large.Subject, many, machines: 1_000));
        await Rate(report, name, "/activate", (small.Subject, before.Activations), (large.Subject, after.Activations));
        await Rate(report, name, "/validate", (small.Subject, before.Validations), (large.Subject, after.Validations));
        await Rate(report, name, "/heartbeat", (small.Subject, before.Heartbeats), (large.Subject, after.Heartbeats));
        Page(report, $"search and list at {name}, p95", await Lists(small.Subject, few), await Lists(large.Subject, many));
        Page(report, $"audit pages at {name}, p95", await AuditPages(small.Subject, few), await AuditPages(large.Subject, many));
        Page(report, $"start to healthy at {name}", small.StartUp.TotalMilliseconds, large.StartUp.TotalMilliseconds, most: 250);
        report.Add(new($"server's memory at {name}, at the most", Routes.Megabytes(large.Subject.Memory(most: true)), "–", null, "–", null));
        var (sweptSmall, sweptLarge) = (await Sweep(small.Subject), await Sweep(large.Subject));
        report.Add(new(
            $"a minute with {Lapsed:N0} lapsed seats to sweep at {name}", Milliseconds(sweptLarge.TotalMilliseconds) + " of a core",
            $"at {few:N0}: {Milliseconds(sweptSmall.TotalMilliseconds)}", sweptLarge / sweptSmall, "≤ 1.25", sweptLarge / sweptSmall <= 1.25)
        {
            IsCost = true,
        });
    }

    /// <summary>By turns, after a run each that is not counted: a server that has been at work has read before what is asked of it.</summary>
    private async Task Rate(Report report, string name, string route, (Subject Subject, string Bodies) small, (Subject Subject, string Bodies) large)
    {
        var (before, after) = (new List<Load>(), new List<Load>());
        for (var i = 0; i <= rounds; i++)
        {
            before.Add(await Load.Of(small.Subject.Url + route, small.Bodies, seconds));
            after.Add(await Load.Of(large.Subject.Url + route, large.Bodies, seconds));
        }

        var (limit, figure) = (Load.Middle(before[1..]), Load.Middle(after[1..]));
        var ratio = figure.PerSecond / limit.PerSecond;
        report.Add(new($"{route} at {name}", figure.ToString(), $"at {few:N0}: {limit}", ratio, "≥ 0.80", ratio >= 0.8 && figure.Failed == 0)
        {
            Measured = figure, MeasuredLimit = limit,
        });
    }

    /// <summary>
    /// Processor time of a minute in which the sweep finds seats that have lapsed; the second of two, as the first one reads from the disk what
    /// is in memory then, at either size.
    /// </summary>
    private static async Task<TimeSpan> Sweep(Subject subject)
    {
        var took = TimeSpan.Zero;
        for (var i = 0; i < 2; i++)
        {
            await Leases.Lapse(subject.DatabaseFile, Lapsed);
            var busy = subject.Busy();
            await Task.Delay(TimeSpan.FromSeconds(62));
            took = subject.Busy() - busy;
            if (await Leases.Lapsed(subject.DatabaseFile) is > 0 and var left)
                throw new InvalidOperationException($"After a minute there are still {left} lapsed seats.");
        }

        return took;
    }

    /// <summary>What a seller looks for: one customer, one key, the newest, of one product.</summary>
    private static Task<double> Lists(Subject subject, long licenses) => P95(
        subject, "/listLicenses",
        i => (i % 4) switch
        {
            0 => new { email = $"artist-{i * 37 % licenses % 900000}@studio-{i * 37 % licenses % 5000}.example" },
            1 => new { search = Population.KeyOf(i * 37 % licenses + 1) },
            2 => new { limit = 50 },
            _ => new { productId = Population.Product, limit = 50 },
        });

    /// <summary>What a support desk opens: the newest changes, a creator's, one license's.</summary>
    private static Task<double> AuditPages(Subject subject, long licenses) => P95(
        subject, "/listAudit",
        i => (i % 3) switch
        {
            0 => new { limit = 50 },
            1 => new { creatorId = "studio-bench", limit = 50 },
            _ => new { licenseKey = Population.KeyOf(i * 37 % licenses + 1) },
        });

    private static async Task<double> P95(Subject subject, string route, Func<int, object> bodyOf)
    {
        var took = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await subject.Ask(route, bodyOf(i));
            // The first ones fill the caches.
            if (i >= 40)
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return took.Order().ElementAt(took.Count * 95 / 100);
    }

    private void Page(Report report, string what, double small, double large, double most = 50) => report.Add(new(
        what, Milliseconds(large), $"at {few:N0}: {Milliseconds(small)}", null, string.Create(CultureInfo.InvariantCulture, $"< {most} ms"), large < most));

    private static string Milliseconds(double value) => value.ToString("0.0", CultureInfo.InvariantCulture) + " ms";
}
