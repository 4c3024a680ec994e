using System.Diagnostics;

namespace CgLicense.TimelineServer;

/// <summary>
/// A real file system of a few pages that can really be full or read-only, also to root. A shell mounts it in a
/// namespace of its own: other programs see nothing of it, an ordinary user may do it too, and it goes away with the shell.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Place = "/mnt";

    private readonly Process shell;
    private readonly string filler;

    public SmallDisk()
    {
        var start = new ProcessStartInfo("unshare", Environment.UserName == "root" ? "-m sh" : "-rm sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        shell = Process.Start(start)!;
        Run($"mount -t tmpfs -o size=128k,mode=0777 tmpfs {Place}");
        Root = $"/proc/{shell.Id}/root{Place}";
        filler = Path.Combine(Root, "filler");
    }

    /// <summary>The disk as this and other processes reach it.</summary>
    public string Root { get; }

    /// <param name="state"><c>full</c>, <c>read-only</c> or <c>good</c>.</param>
    public void Become(string state)
    {
        Run($"mount -o remount,rw {Place}");
        File.Delete(filler);
        switch (state)
        {
            case "good":
                break;
            case "full":
                Fill();
                break;
            case "read-only":
                Run($"mount -o remount,ro {Place}");
                break;
            default:
                throw new ArgumentException($"no such disk: {state}; there are good, full, read-only");
        }
    }

    public void Dispose()
    {
        shell.StandardInput.Dispose();
        shell.WaitForExit();
        shell.Dispose();
    }

    private void Fill()
    {
        try
        {
            using var file = new FileStream(filler, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            var page = new byte[4096];
            while (true)
                file.Write(page);
        }
        catch (IOException)
        {
            // No space left, as intended; the proof comes from a small file, which is what a client writes.
        }

        try
        {
            File.WriteAllText(Path.Combine(Root, "proof"), "one page is one too many");
        }
        catch (IOException)
        {
            File.Delete(Path.Combine(Root, "proof"));
            return;
        }

        throw new InvalidOperationException("the disk would not be full");
    }

    private void Run(string command)
    {
        shell.StandardInput.WriteLine($"{command} && echo done || echo failed");
        shell.StandardInput.Flush();
        if (shell.StandardOutput.ReadLine() is var said and not "done")
            throw new InvalidOperationException($"'{command}' in a namespace of its own: {said ?? "the shell ended"}. Mounting needs root or user namespaces.");
    }
}
