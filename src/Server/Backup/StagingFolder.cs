namespace CgLicense.Server.Backup;

/// <summary>A folder of its owner's alone that goes away with its content when the work is over, however it ends.</summary>
internal sealed class StagingFolder : IDisposable
{
    private StagingFolder(string path) => Path = Keys.OwnFolder.Create(path);

    public string Path { get; }

    /// <summary>What an interrupted run left there is removed first.</summary>
    public static StagingFolder At(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        return new(path);
    }

    public static StagingFolder Temporary() => new(Directory.CreateTempSubdirectory("cglicense-").FullName);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
