namespace CgLicense.Keys;

/// <summary>Folders that are their owner's alone: license keys and private keys lie in them.</summary>
public static class OwnFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the folder where it is missing; one that exists keeps the rights its operator gave it.</summary>
    public static string Create(string path) => (OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, OwnerOnly)).FullName;
}
