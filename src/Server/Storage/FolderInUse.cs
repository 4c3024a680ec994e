namespace CgLicense.Server.Storage;

/// <summary>
/// Who works on a data folder's SQLite file. Servers share it; moving and restoring need it alone. The operating system
/// holds the lock (flock on Unix), so that a killed process never leaves one behind.
/// </summary>
internal static class FolderInUse
{
    private const string LockFile = "server.lock";

    /// <summary>Held by a server for as long as it runs.</summary>
    /// <exception cref="StorageUnavailableException">The database is being moved or restored.</exception>
    public static IDisposable Share(string folder)
    {
        var path = Path.Combine(folder, LockFile);
        if (!File.Exists(path))
            new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        return Open(path, FileAccess.Read, FileShare.Read) ?? throw new StorageUnavailableException(
            $"The database in {folder} is being moved or restored. Start the server when that is done.");
    }

    /// <summary>Held while no server may run.</summary>
    /// <exception cref="StorageUnavailableException">A server runs, or somebody else has it alone.</exception>
    public static IDisposable TakeAlone(string folder) =>
        Open(Path.Combine(folder, LockFile), FileAccess.ReadWrite, FileShare.None) ?? throw new StorageUnavailableException(
            $"A server is running on {folder}. Stop it first: what it answered meanwhile would be lost.");

    private static FileStream? Open(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, access == FileAccess.Read ? FileMode.Open : FileMode.OpenOrCreate, access, share);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
