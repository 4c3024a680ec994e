using System.Diagnostics;
using System.Globalization;

namespace CgLicense.Bench;

/// <summary>The same server with few licenses and with many.</summary>
internal sealed class Growth(long few, long many, int seconds, int rounds)
{
    private sealed record Size(double Activate, double Validate, double Heartbeat, double ListP95, TimeSpan Start);

    public async Task Run(Report report)
    {
        var (small, large) = (await Measure(few), await Measure(many));
        var name = many.ToString("N0", CultureInfo.InvariantCulture) + " licenses";
        Rate(report, $"/activate at {name}", small.Activate, large.Activate);
        Rate(report, $"/validate at {name}", small.Validate, large.Validate);
        Rate(report, $"/heartbeat at {name}", small.Heartbeat, large.Heartbeat);
        report.Add(new($"search and list at {name}, p95", Milliseconds(large.ListP95), $"at {few:N0}: {Milliseconds(small.ListP95)}", null, "< 50 ms", large.ListP95 < 50));
        report.Add(new(
            $"start to healthy at {name}", Milliseconds(large.Start.TotalMilliseconds), $"at {few:N0}: {Milliseconds(small.Start.TotalMilliseconds)}", null,
            "< 250 ms", large.Start.TotalMilliseconds < 250));
    }

    private async Task<Size> Measure(long licenses)
    {
        await using var place = await Place.OnSqlite(licenses, machinesEach: 3);
        var crowd = await Crowd.Activate(place.Subject, licenses, machines: 1_000);
        var routes = new Routes(place.Subject, crowd, seconds, rounds);
        return new(
            (await routes.Rate("/activate", crowd.Activations)).PerSecond, (await routes.Rate("/validate", crowd.Validations)).PerSecond,
            (await routes.Rate("/heartbeat", crowd.Heartbeats)).PerSecond, await Lists(place.Subject, licenses), place.StartUp);
    }

    /// <summary>What a seller looks for: one customer, one key, the newest, of one product.</summary>
    private static async Task<double> Lists(Subject subject, long licenses)
    {
        var took = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            object body = (i % 4) switch
            {
                0 => new { email = $"artist-{i * 37 % licenses % 900000}@studio-{i * 37 % licenses % 5000}.example" },
                1 => new { search = Population.KeyOf(i * 37 % licenses + 1) },
                2 => new { limit = 50 },
                _ => new { productId = Population.Product, limit = 50 },
            };
            var began = Stopwatch.GetTimestamp();
            await subject.Ask("/listLicenses", body);
            if (i >= 40)
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return took.Order().ElementAt(took.Count * 95 / 100);
    }

    private static void Rate(Report report, string what, double small, double large) =>
        report.Add(new(what, Routes.PerSecond(large), "with few: " + Routes.PerSecond(small), large / small, "≥ 0.80", large / small >= 0.8));

    private static string Milliseconds(double value) => value.ToString("0.0", CultureInfo.InvariantCulture) + " ms";
}
