using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;

namespace CgLicense.Server.Pages;

/// <summary>
/// The console as it was published, listed once when the server starts: what is not in this table does not exist, so no path leads out of
/// the folder.
/// </summary>
internal sealed partial class ConsoleFiles
{
    public const string Index = "index.html";

    private readonly Dictionary<string, ConsoleFile> files = new(StringComparer.Ordinal);

    /// <summary>An empty table where the folder does not exist.</summary>
    public static ConsoleFiles Read(string folder)
    {
        var all = new ConsoleFiles();
        if (!Directory.Exists(folder))
            return all;
        var types = new FileExtensionContentTypeProvider();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (path.EndsWith(".br", StringComparison.Ordinal) || path.EndsWith(".gz", StringComparison.Ordinal))
                continue;
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            all.files[name] = new ConsoleFile(
                path, types.TryGetContentType(name, out var type) ? type : "application/octet-stream", Fingerprint().IsMatch(name),
                File.GetLastWriteTimeUtc(path).Ticks.ToString("x", System.Globalization.CultureInfo.InvariantCulture));
        }

        return all;
    }

    public ConsoleFile? Find(string name) => files.GetValueOrDefault(name);

    [GeneratedRegex(@"\.[a-z0-9]{10}\.[a-z0-9.]+$")]
    private static partial Regex Fingerprint();
}

/// <summary>One published file.</summary>
/// <param name="IsImmutable">Its name says what is in it, so a browser need never ask again.</param>
/// <param name="Version">Changes when the file does.</param>
internal sealed record ConsoleFile(string Path, string ContentType, bool IsImmutable, string Version);
