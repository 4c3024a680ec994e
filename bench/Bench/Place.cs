namespace CgLicense.Bench;

/// <summary>A server with its licenses, made for a run and gone after it.</summary>
internal sealed class Place(Subject subject, string folder, TimeSpan startUp, double idleMemory) : IAsyncDisposable
{
    public Subject Subject => subject;

    /// <summary>With all licenses there.</summary>
    public TimeSpan StartUp => startUp;

    /// <summary>Megabytes, a moment after the start.</summary>
    public double IdleMemory => idleMemory;

    public static Task<Place> OnSqlite(long licenses, int machinesEach) => Make(licenses, machinesEach, null);

    public static Task<Place> Make(long licenses, int machinesEach, string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("cglicense-bench-").FullName;
        return Fill(new Subject(folder, postgres), folder, licenses, machinesEach);
    }

    public async ValueTask DisposeAsync()
    {
        await subject.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Place> Fill(Subject subject, string folder, long licenses, int machinesEach)
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
        await Population.Write(subject, licenses, machinesEach);
        var starts = new List<TimeSpan>();
        for (var i = 0; i < 3; i++)
        {
            if (i > 0)
                await subject.Stop();
            starts.Add(await subject.Start());
        }

        await Task.Delay(TimeSpan.FromSeconds(2));
        return new Place(subject, folder, starts.Order().ElementAt(1), subject.Memory(most: false));
    }
}
