using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace CgLicense.Server.Backup;

/// <summary>The one file of a backup: a gzipped tar (POSIX pax) with the manifest first.</summary>
internal static class BackupArchive
{
    public const string DatabaseName = "cglicense.db";
    public const string KeysPrefix = "keys/";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static BackedUpFile Describe(string folder, string name)
    {
        using var stream = File.OpenRead(Path.Combine(folder, name));
        return new(name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>Written under another name, forced to disk, then renamed: there is never half a backup of that name.</summary>
    public static void Write(string file, string folder, BackupManifest manifest)
    {
        var partial = Path.Combine(folder, "archive");
        using (var stream = new FileStream(partial, OwnFile(FileMode.CreateNew)))
        {
            using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
            {
                using var json = new MemoryStream(manifest.Write());
                Add(tar, BackupManifest.FileName, json, manifest.MadeAt);
                foreach (var each in manifest.Files)
                {
                    using var content = File.OpenRead(Path.Combine(folder, each.Name));
                    Add(tar, each.Name, content, manifest.MadeAt);
                }
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, file, overwrite: false);
    }

    /// <summary>Unpacks into an empty folder, and holds every file against the manifest.</summary>
    /// <exception cref="BackupFaultException">The file is cut off, damaged, foreign, or of a newer format.</exception>
    public static BackupManifest Unpack(string file, string folder)
    {
        using var stream = File.OpenRead(file);
        try
        {
            using var gzip = new GZipStream(stream, CompressionMode.Decompress);
            using var tar = new TarReader(gzip, leaveOpen: true);
            var manifest = First(tar, file);
            foreach (var expected in manifest.Files)
                Take(tar, expected, folder, file);
            if (tar.GetNextEntry() is not null)
                throw new BackupFaultException($"{file} holds more than its manifest says: it was altered.");
            // To the very end: gzip's checksum (RFC 1952) is there, and covers what no hash of ours does.
            gzip.CopyTo(Stream.Null);
            return manifest;
        }
        catch (Exception e) when (e is EndOfStreamException || (e is InvalidDataException && e.Message.Contains("truncated", StringComparison.OrdinalIgnoreCase)))
        {
            throw new BackupFaultException($"{file} is cut off: its end is missing. Copy it again from where it was made, or take another backup.", e);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or FormatException or ArgumentException)
        {
            throw new BackupFaultException($"{file} is damaged, or is no backup of cglicense-server: {e.Message}", e);
        }
    }

    /// <summary>Options for files that are their owner's alone.</summary>
    public static FileStreamOptions OwnFile(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private static void Add(TarWriter tar, string name, Stream content, DateTimeOffset at) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = OwnerOnly, ModificationTime = at });

    private static BackupManifest First(TarReader tar, string file)
    {
        if (tar.GetNextEntry() is not { EntryType: TarEntryType.RegularFile, Name: BackupManifest.FileName, DataStream: { } json })
            throw new BackupFaultException($"{file} is no backup of cglicense-server: it does not begin with {BackupManifest.FileName}, or is cut off before it.");
        var manifest = BackupManifest.Read(json);
        return manifest.Format == BackupManifest.CurrentFormat ? manifest : throw new BackupFaultException(
            $"{file} has format {manifest.Format}, this program knows {BackupManifest.CurrentFormat}. It was made by cglicense-server {manifest.Program}: use that version.");
    }

    private static void Take(TarReader tar, BackedUpFile expected, string folder, string file)
    {
        if (!IsOurs(expected.Name))
            throw new BackupFaultException($"{file} is not to be trusted: its manifest names a file '{expected.Name}', which no backup holds.");
        if (tar.GetNextEntry() is not { EntryType: TarEntryType.RegularFile } entry)
            throw new BackupFaultException($"{file} is cut off: {expected.Name} is missing. Copy it again from where it was made, or take another backup.");
        if (entry.Name != expected.Name || entry.Length != expected.Size)
            throw new BackupFaultException($"{file} was altered: {expected.Name} is not there as its manifest says.");
        var path = Path.Combine(folder, expected.Name);
        Keys.OwnFolder.Create(Path.GetDirectoryName(path)!);
        using (var target = new FileStream(path, OwnFile(FileMode.CreateNew)))
        {
            entry.DataStream?.CopyTo(target);
            target.Flush(flushToDisk: true);
        }

        if (Describe(folder, expected.Name) != expected)
            throw new BackupFaultException($"{file} is damaged: {expected.Name} does not have the SHA-256 that its manifest says. Take another backup.");
    }

    /// <summary>The names are a stranger's until proved: none may lead out of the folder.</summary>
    private static bool IsOurs(string name) => name == DatabaseName
        || (name.StartsWith(KeysPrefix, StringComparison.Ordinal)
            && name.AsSpan(KeysPrefix.Length) is { Length: > 0 } rest && rest[0] != '.' && rest.IndexOfAny('/', '\\') < 0);
}
