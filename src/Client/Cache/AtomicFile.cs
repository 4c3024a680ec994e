using System.Runtime.InteropServices;

namespace CgLicense;

/// <summary>
/// Whole-file reads and replacements that many processes can do at once without a lock: a reader sees the old content
/// or the new, never half of one. Works on network homes, which have no locks to rely on.
/// </summary>
internal static class AtomicFile
{
    private const int Tries = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Null when there is no such file.</summary>
    /// <remarks>Throws what <see cref="IsDiskTrouble"/> knows when it cannot be read or is longer than <paramref name="maxBytes"/>.</remarks>
    public static byte[]? Read(string path, int maxBytes) => Retry(() =>
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > maxBytes)
                throw new InvalidDataException("The file is too long to be a license file.");
            var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    });

    /// <remarks>Throws what <see cref="IsDiskTrouble"/> knows when the folder or the file cannot be written.</remarks>
    public static void Replace(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = OwnerOnlyFile.Create(temporary))
            {
                stream.Write(content, 0, content.Length);
                stream.Flush(flushToDisk: true);
            }

            Retry<object?>(() =>
            {
                MoveOver(temporary, path);
                return null;
            });
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>True when the file is gone afterwards.</summary>
    public static bool Delete(string path)
    {
        try
        {
            Retry<object?>(() =>
            {
                File.Delete(path);
                return null;
            });
        }
        catch (Exception e) when (IsDiskTrouble(e))
        {
            // A folder that does not exist is one way of the file being gone.
        }

        return !File.Exists(path);
    }

    /// <summary>A full, read-only, missing or over-long something: reasons to do without the file, not to crash.</summary>
    public static bool IsDiskTrouble(Exception e) => e is IOException or UnauthorizedAccessException or InvalidDataException
        or NotSupportedException or System.Security.SecurityException;

    private static void MoveOver(string source, string target)
    {
#if NET
        File.Move(source, target, overwrite: true);
#else
        // File.Replace wants a target, File.Move wants none; another process may create or delete it in between, and
        // then the next try takes the other way.
        if (File.Exists(target))
            File.Replace(source, target, null);
        else
            File.Move(source, target);
#endif
    }

    /// <summary>On Windows a virus scanner or another reader may hold the file for a moment.</summary>
    private static T Retry<T>(Func<T> action)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return action();
            }
            catch (Exception e) when (attempt < Tries && IsPassing(e))
            {
                Task.Delay(Pause).Wait();
            }
        }
    }

    private static bool IsPassing(Exception e) => e switch
    {
        DirectoryNotFoundException or InvalidDataException => false,
        UnauthorizedAccessException => RuntimeInformation.IsOSPlatform(OSPlatform.Windows),
#if NET
        IOException => OperatingSystem.IsWindows(),
#else
        IOException => true,
#endif
        _ => false,
    };
}
