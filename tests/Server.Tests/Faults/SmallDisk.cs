using System.Diagnostics;

namespace CgLicense.Server.Tests.Faults;

/// <summary>
/// A real file system of a few megabytes: a tmpfs that goes away with the process that holds it, and that with the test,
/// however the test ends.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly Process holder;

    private SmallDisk(Process holder, string folder)
    {
        this.holder = holder;
        Folder = folder;
    }

    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    public static async Task<SmallDisk> Mount(int megabytes)
    {
        Assert.True(Environment.IsPrivilegedProcess, "A full disk is tested on a real one, and to mount it needs root: run ./test.sh as root.");
        var folder = Directory.CreateTempSubdirectory("cglicense-disk-").FullName;
        var script = $"mount -t tmpfs -o size={megabytes}m,mode=0777 tmpfs {folder} && echo mounted; read -r end; umount -l {folder}; rmdir {folder}";
        var holder = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("mounted", await holder.StandardOutput.ReadLineAsync());
        return new SmallDisk(holder, folder);
    }

    /// <summary>Not a byte more fits.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        foreach (var size in (int[])[1 << 20, 1 << 12, 1])
        {
            try
            {
                while (true)
                    file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full, as far as pieces of this size go.
            }
        }
    }

    public void Clear() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        holder.StandardInput.Close();
        await holder.WaitForExitAsync();
        holder.Dispose();
    }
}
