namespace CgLicense.TestServer;

/// <summary>The folder with the solution, found upwards from the test's own output.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "CgLicense.slnx")) ? folder
        : Directory.GetParent(folder) is { } parent ? Find(parent.FullName)
        : throw new InvalidOperationException("No CgLicense.slnx above the test's output folder.");
}
