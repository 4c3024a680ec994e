namespace CgLicense.Conventions.Tests;

/// <summary>A text file of the repository.</summary>
internal sealed record SourceFile(string Path)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string Extension => System.IO.Path.GetExtension(Path);

    public string Text { get; } = File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path));

    public IEnumerable<(int Number, string Text)> Lines => Text.Split('\n').Select((line, i) => (i + 1, line));
}

/// <summary>What is committed, as far as a folder without git can tell.</summary>
internal static class Repository
{
    /// <summary>Made by building, running or editing; named in <c>.gitignore</c>.</summary>
    private static readonly string[] NotCommitted =
    [
        ".git", ".tools", ".vs", ".idea", ".venv", ".run", "artifacts", "bin", "build", "data", "dist", "node_modules", "obj",
        "TestResults", "__pycache__", ".claude",
    ];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> TextFiles { get; } =
        [.. Walk(Root).Where(IsText).Select(path => new SourceFile(System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/')))];

    /// <summary>What people write by hand in a programming language.</summary>
    public static IEnumerable<SourceFile> Sources =>
        TextFiles.Where(file => file.Extension is ".cs" or ".py" or ".sh" && !file.Path.Contains("/Migrations/"));

    public static IEnumerable<SourceFile> Under(string folder) => TextFiles.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    public static bool Has(string path) => Path.Exists(System.IO.Path.Combine(Root, path));

    /// <summary>Fails with every offender at once: one run tells all there is to mend.</summary>
    public static void AssertNone(IEnumerable<string> offenders, string rule)
    {
        var found = offenders.ToList();
        Assert.True(found.Count == 0, $"{rule}\n  " + string.Join("\n  ", found));
    }

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder).Where(IsCommitted)
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(child => IsCommitted(child) && new DirectoryInfo(child).LinkTarget is null)
            .SelectMany(Walk));

    /// <summary>In a linked working tree .git is a file.</summary>
    private static bool IsCommitted(string path) => !NotCommitted.Contains(System.IO.Path.GetFileName(path));

    private static bool IsText(string path)
    {
        using var stream = File.OpenRead(path);
        var start = new byte[4096];
        return !start.AsSpan(0, stream.Read(start)).Contains((byte)0);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "CgLicense.slnx")))
        {
            folder = System.IO.Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("These tests run inside the repository: no CgLicense.slnx above them.");
        }

        return folder;
    }
}
