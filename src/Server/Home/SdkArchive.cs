using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CgLicense.Server.Home;

/// <summary>One SDK to download.</summary>
/// <param name="FileName">As it is saved.</param>
internal sealed record SdkArchive(string FileName, string ContentType, byte[] Content)
{
    /// <summary>Of the content: the same files and the same key always make the same archive.</summary>
    public string Tag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(Content))[..32]}\"";
}

/// <summary>Makes the SDKs' archives, with this server's root key in them.</summary>
internal static partial class SdkArchives
{
    /// <summary>The address in the Python SDK's README, which becomes this server's.</summary>
    private const string ExampleUrl = "https://licenses.example.com";

    // What ZIP calls the beginning of time: an archive says what is in it, not when somebody asked for it.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>To be unzipped into <c>vendor/</c>: the package, its README with this server's address, and the root key.</summary>
    public static SdkArchive Python(IEnumerable<SdkFile> files, string rootPem, string serverUrl) => new(
        "cglicense-python.zip", "application/zip",
        Zip(files.Select(file => (file.Name, Content(file, serverUrl))).Append(("cg_license/root_key.pem", Encoding.ASCII.GetBytes(rootPem + "\n")))));

    /// <summary>Header and libraries, per platform a folder.</summary>
    public static SdkArchive C(IEnumerable<SdkFile> files, string rootPem, string serverUrl) => new(
        "cglicense-c.zip", "application/zip", Zip(files.Select(file => (file.Name, Filled(Content(file, serverUrl), rootPem)))));

    /// <summary>
    /// The NuGet package. Its version names the key: NuGet keeps a package by id and version for ever, and must not hand out that
    /// of another server.
    /// </summary>
    public static SdkArchive Package(SdkFile file, string rootPem)
    {
        using var original = ZipFile.OpenRead(file.OnDisk);
        var suffix = "-root." + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(rootPem)))[..8];
        var entries = original.Entries.Where(entry => entry.FullName != ".signature.p7s").Select(entry => (entry.FullName, Rewritten(entry, rootPem, suffix))).ToList();
        return new(Path.GetFileNameWithoutExtension(file.Name) + suffix + ".nupkg", "application/octet-stream", Zip(entries));
    }

    private static byte[] Rewritten(ZipArchiveEntry entry, string rootPem, string suffix)
    {
        using var stream = entry.Open();
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(Version().Replace(Encoding.UTF8.GetString(all.ToArray()), $"<version>$1{suffix}</version>", 1))
            : Filled(all.ToArray(), rootPem);
    }

    private static byte[] Content(SdkFile file, string serverUrl) => file.Name.EndsWith(".md", StringComparison.Ordinal)
        ? Encoding.UTF8.GetBytes(File.ReadAllText(file.OnDisk).Replace(ExampleUrl, serverUrl, StringComparison.Ordinal))
        : File.ReadAllBytes(file.OnDisk);

    private static byte[] Filled(byte[] content, string rootPem) => RootKeySpace.Fill(content, rootPem) ?? content;

    private static byte[] Zip(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var made = new MemoryStream();
        using (var zip = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = NoTime;
                // Readable for everybody (0644): without it, unzip makes files that nobody may read.
                entry.ExternalAttributes = (0b110_100_100 | 0x8000) << 16;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return made.ToArray();
    }

    [GeneratedRegex("<version>([^<]+)</version>")]
    private static partial Regex Version();
}
