namespace CgLicense.Server.Home;

/// <summary>
/// The SDKs as <c>./build.sh sdk</c> lays them beside the server: <c>python/</c>, <c>nuget/</c>, <c>c/</c>. Listed once, when the server
/// starts.
/// </summary>
internal sealed record SdkFiles(IReadOnlyList<SdkFile> Python, SdkFile? Package, IReadOnlyList<SdkFile> C)
{
    public static SdkFiles Read(string folder) => new(
        All(Path.Combine(folder, "python")),
        All(Path.Combine(folder, "nuget")).FirstOrDefault(file => file.Name.EndsWith(".nupkg", StringComparison.Ordinal)),
        All(Path.Combine(folder, "c")));

    private static List<SdkFile> All(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => new SdkFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), path))
            .Where(file => !file.Name.Contains("__pycache__", StringComparison.Ordinal))
            .OrderBy(file => file.Name, StringComparer.Ordinal)];
}

/// <param name="Name">Below the SDK's folder, with slashes.</param>
/// <param name="OnDisk">Where it is.</param>
internal sealed record SdkFile(string Name, string OnDisk);
