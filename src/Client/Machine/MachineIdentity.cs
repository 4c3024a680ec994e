using System.Runtime.InteropServices;

namespace CgLicense;

/// <summary>
/// What tells this computer from another, read without starting a process and without listing adapters: Docker, VPN
/// and docking stations come and go, an operating system's own id stays.
/// </summary>
internal static class MachineIdentity
{
    public const string Variable = "CGLICENSE_MACHINE_ID";

    /// <param name="variable">Reads an environment variable. The override is for containers and cloned render images.</param>
    /// <param name="platformId">The operating system's id, or null.</param>
    /// <param name="licenseFolder">Where a made-up id is kept when the system has none.</param>
    public static string Find(Func<string, string?> variable, Func<string?> platformId, string licenseFolder)
    {
        if (variable(Variable)?.Trim() is { Length: > 0 } given)
            return given;
        if (Usable(platformId()) is { } id)
            return id;
        // The name is no good identity, but it is the same at every start: a machine must not eat a slot per start.
        return Kept(licenseFolder) ?? "host:" + MachineName.Host.ToLowerInvariant();
    }

    private static string? Kept(string licenseFolder)
    {
        try
        {
            return new Disk().Do(() => KeptMachineId.Find(licenseFolder));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static string? PlatformId()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return WindowsMachineGuid.Read();
        return RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? MacPlatformUuid.Read() : LinuxMachineId.Read("/");
    }

    /// <summary>Trimmed and in ASCII lower case; null for what early boot and image builders leave in place of an id.</summary>
    internal static string? Usable(string? id)
    {
        var trimmed = id?.Trim();
        if (trimmed is null or "")
            return null;
        var lower = new string(trimmed.Select(c => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c).ToArray());
        return lower == "uninitialized" ? null : lower;
    }
}
