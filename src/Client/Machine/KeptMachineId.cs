using System.Security.Cryptography;
using System.Text;

namespace CgLicense;

/// <summary>A random id in the file <c>machine-id</c> beside the license, for systems that have none of their own.</summary>
internal static class KeptMachineId
{
    public const string FileName = "machine-id";

    /// <summary>A process that has just created the file may not have filled it yet.</summary>
    private const int Tries = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Null when the folder can neither be read nor written.</summary>
    public static string? Find(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return Read(path) ?? Create(path) ?? Await(path);
        }
        catch (Exception e) when (AtomicFile.IsDiskTrouble(e))
        {
            return null;
        }
    }

    private static string? Read(string path) =>
        AtomicFile.Read(path, 4096) is { } content ? MachineIdentity.Usable(Encoding.ASCII.GetString(content)) : null;

    /// <summary>Null when another process was first: its id wins.</summary>
    private static string? Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var id = NewId();
        try
        {
            using var stream = OwnerOnlyFile.Create(path);
            stream.Write(Encoding.ASCII.GetBytes(id), 0, id.Length);
            stream.Flush(flushToDisk: true);
            return id;
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static string? Await(string path)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (Read(path) is { } id)
                return id;
            Task.Delay(Pause).Wait();
        }

        // Its creator died before it wrote.
        AtomicFile.Replace(path, Encoding.ASCII.GetBytes(NewId()));
        return Read(path);
    }

    private static string NewId()
    {
        var random = new byte[16];
        using var source = RandomNumberGenerator.Create();
        source.GetBytes(random);
        return string.Concat(random.Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
