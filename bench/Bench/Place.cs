using System.Globalization;

namespace CgLicense.Bench;

/// <summary>A server with its licenses, made for a run and gone after it, unless it is kept for the next one.</summary>
internal sealed class Place(Subject subject, string folder, bool isKept, TimeSpan startUp, double idleMemory) : IAsyncDisposable
{
    public Subject Subject => subject;

    /// <summary>With all licenses there.</summary>
    public TimeSpan StartUp => startUp;

    /// <summary>Megabytes, a moment after the start.</summary>
    public double IdleMemory => idleMemory;

    /// <param name="licenses">How many.</param>
    /// <param name="machinesEach">Of each license.</param>
    /// <param name="keptIn">A folder to keep it in and to find it again; null for one that is gone afterwards.</param>
    public static Task<Place> OnSqlite(long licenses, int machinesEach, string? keptIn = null)
    {
        if (keptIn is null)
            return Make(licenses, machinesEach, null);
        var folder = Directory.CreateDirectory(Path.Combine(keptIn, licenses.ToString(CultureInfo.InvariantCulture))).FullName;
        return Fill(new Subject(folder, null), folder, isKept: true, licenses, machinesEach);
    }

    public static Task<Place> Make(long licenses, int machinesEach, string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("cglicense-bench-").FullName;
        return Fill(new Subject(folder, postgres), folder, isKept: false, licenses, machinesEach);
    }

    public async ValueTask DisposeAsync()
    {
        await subject.DisposeAsync();
        if (!isKept)
            Directory.Delete(folder, recursive: true);
    }

    private static async Task<Place> Fill(Subject subject, string folder, bool isKept, long licenses, int machinesEach)
    {
        // Written last: half a database is made anew.
        var filled = Path.Combine(folder, "filled");
        if (!File.Exists(filled))
        {
            Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            await Sell(subject);
            await Population.Write(subject, licenses, machinesEach);
            await File.WriteAllTextAsync(filled, "");
        }

        var starts = new List<TimeSpan>();
        for (var i = 0; i < 3; i++)
        {
            if (i > 0)
                await subject.Stop();
            starts.Add(await subject.Start());
        }

        await Task.Delay(TimeSpan.FromSeconds(2));
        return new Place(subject, folder, isKept, starts.Order().ElementAt(1), subject.Memory(most: false));
    }

    private static async Task Sell(Subject subject)
    {
        // The first start makes keys and schema.
        await subject.Start();
        await subject.Ask("/createProduct", new { name = "Bench", slug = Population.Product, creatorId = "studio-bench" });
        foreach (var (name, type) in new[] { ("machines", "per-machine"), ("floating", "floating") })
        {
            await subject.Ask("/createVariant", new
            {
                productId = Population.Product, name, licenseType = type, maxMachines = -1, maxConcurrent = type == "floating" ? 100 : 0, activationsPerHour = 1_000_000,
            });
        }

        await subject.Stop();
    }
}
