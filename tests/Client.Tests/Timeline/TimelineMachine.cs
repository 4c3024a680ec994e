using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

/// <summary>A computer in a timeline: its identity, its folder, its clock, and the tool that runs on it.</summary>
internal sealed class TimelineMachine(string name, string home, string url) : IDisposable
{
    /// <summary>For servers that never answer; long enough for those that do on a busy computer.</summary>
    public static readonly TimeSpan Impatience = TimeSpan.FromSeconds(1);

    public const string ProductId = "tool";

    private const string RightSalt = "salt of the timelines";

    private LicenseClient? running;

    public DateTimeOffset Clock { get; set; }

    public string File { get; } = Path.Combine(home, name, TokenCache.FileName);

    /// <summary>What a person keeps of the file elsewhere.</summary>
    public byte[] Copy { get; set; } = [];

    public string Fingerprint { get; private set; } = "";

    public LicenseClient Running => running ?? throw new InvalidOperationException("No tool has been started on this machine.");

    public LicenseClient Start(string? salt, bool isServerSlow)
    {
        running?.Dispose();
        running = new LicenseClient(new LicenseClientOptions
        {
            ServerUrl = url,
            ProductId = ProductId,
            ProductSalt = salt ?? RightSalt,
            StorageDirectory = Path.GetDirectoryName(File),
            CheckTimeout = isServerSlow ? Impatience : TimeSpan.FromSeconds(5),
            RequestTimeout = isServerSlow ? Impatience : TimeSpan.FromSeconds(15),
            Clock = () => Clock,
        });
        // The identity is read once; nothing else runs while the timelines do.
        Environment.SetEnvironmentVariable(MachineIdentity.Variable, "timeline machine " + name);
        Fingerprint = running.Fingerprint;
        Environment.SetEnvironmentVariable(MachineIdentity.Variable, null);
        return running;
    }

    /// <summary>Seals the kept copy's token into today's file, as somebody who knows the product's salt can.</summary>
    public void PutTokenBack()
    {
        var cache = new TokenCache(File, ProductId, RightSalt, () => Fingerprint);
        var today = ((CacheReading.Content)cache.Read()).Record;
        var content = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, Copy);
        var then = ((CacheReading.Content)cache.Read()).Record;
        System.IO.File.WriteAllBytes(File, content);
        Assert.True(cache.TryWrite(today with { Token = then.Token }));
    }

    public void Dispose() => running?.Dispose();
}
