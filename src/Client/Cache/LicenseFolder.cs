using System.Runtime.InteropServices;

namespace CgLicense;

/// <summary>Where <c>license.dat</c> lives. The Python SDK uses the same places, so that all SDKs share one file.</summary>
internal static class LicenseFolder
{
    public static string For(string productId, string? storageDirectory) =>
        storageDirectory is null
            ? Path.Combine(Settings(), "CGLicense", productId)
            : Path.GetFullPath(storageDirectory);

    private static string Settings()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        // An account without a home, such as a render daemon's.
        if (home.Length == 0)
            home = Path.GetTempPath();
        return RuntimeInformation.IsOSPlatform(OSPlatform.OSX)
            ? Path.Combine(home, "Library", "Application Support")
            : Path.Combine(home, ".config");
    }
}
