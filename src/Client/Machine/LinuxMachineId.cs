namespace CgLicense;

/// <summary>systemd's machine-id(5), or D-Bus's older file.</summary>
internal static class LinuxMachineId
{
    private static readonly string[] Places = ["etc/machine-id", "var/lib/dbus/machine-id"];

    /// <param name="root">The file system's root: <c>/</c>.</param>
    public static string? Read(string root) =>
        Places.Select(place => TryRead(Path.Combine(root, place))).FirstOrDefault(id => MachineIdentity.Usable(id) is not null);

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (AtomicFile.IsDiskTrouble(e))
        {
            return null;
        }
    }
}
