namespace CgLicense;

/// <summary>New files that only their owner can read: mode 0600 on Unix. Windows profiles are private already.</summary>
internal static class OwnerOnlyFile
{
    /// <exception cref="IOException">The file exists, or cannot be created.</exception>
    public static FileStream Create(string path)
    {
#if NET
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
#else
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        if (Path.DirectorySeparatorChar == '/')
            TryMakePrivate(path);
        return stream;
    }

    private static void TryMakePrivate(string path)
    {
        try
        {
            _ = ChangeMode(path, Convert.ToUInt32("600", 8));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A runtime without this way into the C library; the content is sealed in any case.
        }
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "chmod")]
    private static extern int ChangeMode(string path, uint mode);
#endif
}
