using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

/// <summary>
/// A computer with a tool on it: its own folder, its own clock, and by its own salt a fingerprint that no other test has.
/// </summary>
internal sealed class Machine(string productId) : IDisposable
{
    private readonly List<LicenseClient> clients = [];

    public string ProductId { get; } = productId;

    public string Salt { get; init; } = Guid.NewGuid().ToString("N");

    public string Folder { get; init; } = Directory.CreateTempSubdirectory("cglicense-client-").FullName;

    /// <summary>Files in the folder, but for the identity that a machine without one of its own keeps there.</summary>
    public IEnumerable<string> Files => Directory.GetFiles(Folder).Where(file => Path.GetFileName(file) != "machine-id");

    public string LicenseFile => Path.Combine(Folder, TokenCache.FileName);

    /// <summary>How far this computer's clock is off.</summary>
    public TimeSpan ClockOff { get; set; }

    public string? PublicKey { get; init; }

    public static async Task<(Machine Machine, string Key)> WithLicense(
        ServerProcess server, VariantRequest? variant = null, CreateLicenseRequest? license = null)
    {
        var product = await server.Admin.CreateProduct(variant);
        var key = await server.Admin.CreateLicense(new CreateLicenseRequest
        {
            Email = "artist@example.com",
            ProductId = product,
            Variant = variant?.Name,
            MaxMachines = license?.MaxMachines,
            MaxConcurrent = license?.MaxConcurrent,
            ExpiresAt = license?.ExpiresAt,
        });
        return (new Machine(product), key);
    }

    /// <summary>The tool is started anew: nothing but the file remembers.</summary>
    public LicenseClient Start(string url, TimeSpan? checkTimeout = null, TimeSpan? requestTimeout = null)
    {
        var client = new LicenseClient(new LicenseClientOptions
        {
            ServerUrl = url,
            ProductId = ProductId,
            ProductSalt = Salt,
            StorageDirectory = Folder,
            PublicKey = PublicKey,
            CheckTimeout = checkTimeout ?? TimeSpan.FromSeconds(5),
            RequestTimeout = requestTimeout ?? TimeSpan.FromSeconds(15),
            Clock = () => TimeProvider.System.GetUtcNow() + ClockOff,
        });
        clients.Add(client);
        return client;
    }

    public void Dispose()
    {
        clients.ForEach(client => client.Dispose());
        Directory.Delete(Folder, recursive: true);
    }
}
