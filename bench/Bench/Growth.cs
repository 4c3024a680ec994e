using System.Diagnostics;
using System.Globalization;

namespace CgLicense.Bench;

/// <summary>The same server with few licenses and with many.</summary>
internal sealed class Growth(long few, long many, int seconds, int rounds, string? keptIn)
{
    private const int Lapsed = 20_000;

    private sealed record Size(double Activate, double Validate, double Heartbeat, double ListP95, double AuditP95, TimeSpan Sweep, TimeSpan Start);

    public async Task Run(Report report)
    {
        var (small, large) = (await Measure(few), await Measure(many));
        var name = many.ToString("N0", CultureInfo.InvariantCulture) + " licenses";
        Rate(report, $"/activate at {name}", small.Activate, large.Activate);
        Rate(report, $"/validate at {name}", small.Validate, large.Validate);
        Rate(report, $"/heartbeat at {name}", small.Heartbeat, large.Heartbeat);
        report.Add(new($"search and list at {name}, p95", Milliseconds(large.ListP95), $"at {few:N0}: {Milliseconds(small.ListP95)}", null, "< 50 ms", large.ListP95 < 50));
        report.Add(new($"audit pages at {name}, p95", Milliseconds(large.AuditP95), $"at {few:N0}: {Milliseconds(small.AuditP95)}", null, "< 50 ms", large.AuditP95 < 50));
        report.Add(new(
            $"a minute with {Lapsed:N0} lapsed seats to sweep at {name}", Milliseconds(large.Sweep.TotalMilliseconds) + " of a core",
            $"at {few:N0}: {Milliseconds(small.Sweep.TotalMilliseconds)}", large.Sweep / small.Sweep, "≤ 1.25", large.Sweep / small.Sweep <= 1.25));
        report.Add(new(
            $"start to healthy at {name}", Milliseconds(large.Start.TotalMilliseconds), $"at {few:N0}: {Milliseconds(small.Start.TotalMilliseconds)}", null,
            "< 250 ms", large.Start.TotalMilliseconds < 250));
    }

    private async Task<Size> Measure(long licenses)
    {
        await using var place = await Place.WithHistory(licenses, machinesEach: 3, keptIn);
        var sweep = await Sweep(place.Subject);
        var crowd = await Crowd.Activate(place.Subject, licenses, machines: 1_000);
        var routes = new Routes(place.Subject, crowd, seconds, rounds);
        return new(
            (await routes.Rate("/activate", crowd.Activations)).PerSecond, (await routes.Rate("/validate", crowd.Validations)).PerSecond,
            (await routes.Rate("/heartbeat", crowd.Heartbeats)).PerSecond, await Lists(place.Subject, licenses), await AuditPages(place.Subject, licenses), sweep,
            place.StartUp);
    }

    /// <summary>Processor time of a minute in which the sweep finds seats that have lapsed, one on each of as many licenses as there are.</summary>
    private static async Task<TimeSpan> Sweep(Subject subject)
    {
        await Leases.Lapse(subject.DatabaseFile, Lapsed);
        var (busy, began) = (subject.Busy(), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(62));
        var took = subject.Busy() - busy;
        return await Leases.Lapsed(subject.DatabaseFile) == 0 ? took
            : throw new InvalidOperationException($"After {Stopwatch.GetElapsedTime(began).TotalSeconds:0} seconds there are still lapsed seats.");
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

    private static void Rate(Report report, string what, double small, double large) =>
        report.Add(new(what, Routes.PerSecond(large), "with few: " + Routes.PerSecond(small), large / small, "≥ 0.80", large / small >= 0.8));

    private static string Milliseconds(double value) => value.ToString("0.0", CultureInfo.InvariantCulture) + " ms";
}
