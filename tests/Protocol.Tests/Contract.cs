using System.Text.Json;

namespace CgLicense.Protocol.Tests;

/// <summary>The contract folder at the repository's root: the tests read the very files that the other SDKs read.</summary>
internal static class Contract
{
    public static string Folder { get; } = Path.Combine(Root(), "contract");

    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        return document.RootElement.Clone();
    }

    /// <summary>The rows of a vector file; an empty or missing list fails rather than passes.</summary>
    public static IReadOnlyList<T> Rows<T>(string file, string? list = null)
    {
        var root = Read(file);
        var rows = (list is null ? root : root.GetProperty(list)).Deserialize<List<T>>(JsonSerializerOptions.Web)!;
        Assert.NotEmpty(rows);
        return rows;
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CgLicense.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("These tests run inside the repository: no CgLicense.slnx above them.");
        }

        return folder;
    }
}
