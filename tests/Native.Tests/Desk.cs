using CgLicense.TestServer;

namespace CgLicense.Native.Tests;

/// <summary>A product, a license key, and a folder that a tool keeps its license in.</summary>
internal sealed class Desk(CLibrary c, string product, string key) : IDisposable
{
    public const string Salt = "the salt of the C tests";

    public string Product => product;

    public string Key => key;

    public string Folder { get; } = Directory.CreateTempSubdirectory("cglicense-desk-").FullName;

    public static async Task<Desk> New(CLibrary c, VariantRequest? variant = null)
    {
        var product = await c.Server.Admin.CreateProduct(variant ?? new VariantRequest { Name = "indie", Features = ["render", "größer"] });
        var key = await c.Server.Admin.CreateLicense(new CreateLicenseRequest { Email = "artist@example.com", ProductId = product, Variant = variant?.Name ?? "indie" });
        return new Desk(c, product, key);
    }

    /// <summary>A line for each command.</summary>
    public async Task<string[]> Drive(params string[] commands) =>
        (await CLibrary.Run(c.Driver, Arguments(c.Server.Url, commands))).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] Arguments(string url, string[] commands, string keyFile = "-") => [url, product, Salt, Folder, keyFile, .. commands];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
