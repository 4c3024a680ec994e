using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CgLicense.Server.Backup;

/// <summary>The one file of a backup: a gzipped tar (POSIX pax) with the manifest first.</summary>
internal static class BackupArchive
{
    public const string DatabaseName = "cglicense.db";
    public const string KeysPrefix = "keys/";

    // The manifest vouches for all files, this for the manifest: .NET's reader lets a broken gzip checksum pass.
    private const string ManifestHash = "manifest.sha256";

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
                var json = manifest.Write();
                Add(tar, BackupManifest.FileName, new MemoryStream(json), manifest.MadeAt);
                Add(tar, ManifestHash, new MemoryStream(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)))), manifest.MadeAt);
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
            using var tar = new TarReader(gzip);
            var manifest = First(tar, file);
            foreach (var expected in manifest.Files)
                Take(tar, expected, folder, file);
            if (tar.GetNextEntry() is not null)
                throw new BackupFaultException($"{file} holds more than its manifest says: it was altered.");
            return manifest;
        }
        catch (EndOfStreamException e)
        {
            throw CutOff(file, "its end", e);
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
        var bytes = Bytes(json);
        if (tar.GetNextEntry() is not { Name: ManifestHash, DataStream: { } hash })
            throw CutOff(file, ManifestHash);
        if (Encoding.ASCII.GetString(Bytes(hash)) != Convert.ToHexStringLower(SHA256.HashData(bytes)))
            throw new BackupFaultException($"{file} is damaged: its manifest does not have the SHA-256 that it should have. Take another backup.");
        var manifest = BackupManifest.Read(new MemoryStream(bytes));
        return manifest.Format == BackupManifest.CurrentFormat ? manifest : throw new BackupFaultException(
            $"{file} has format {manifest.Format}, this program knows {BackupManifest.CurrentFormat}. It was made by cglicense-server {manifest.Program}: use that version.");
    }

    private static void Take(TarReader tar, BackedUpFile expected, string folder, string file)
    {
        if (!IsOurs(expected.Name))
            throw new BackupFaultException($"{file} is not to be trusted: its manifest names a file '{expected.Name}', which no backup holds.");
        if (tar.GetNextEntry() is not { EntryType: TarEntryType.RegularFile } entry)
            throw CutOff(file, expected.Name);
        if (entry.Name != expected.Name || entry.Length != expected.Size)
            throw new BackupFaultException($"{file} was altered: {expected.Name} is not there as its manifest says.");
        var path = Path.Combine(folder, expected.Name);
        Keys.OwnFolder.Create(Path.GetDirectoryName(path)!);
        using (var target = new FileStream(path, OwnFile(FileMode.CreateNew)))
        {
            entry.DataStream?.CopyTo(target);
            target.Flush(flushToDisk: true);
        }

        var found = Describe(folder, expected.Name);
        if (found.Size < expected.Size)
            throw CutOff(file, $"a part of {expected.Name}");
        if (found != expected)
            throw new BackupFaultException($"{file} is damaged: {expected.Name} does not have the SHA-256 that its manifest says. Take another backup.");
    }

    private static BackupFaultException CutOff(string file, string missing, Exception? inner = null) =>
        new($"{file} is cut off: {missing} is missing. Copy it again from where it was made, or take another backup.", inner);

    private static byte[] Bytes(Stream from)
    {
        using var all = new MemoryStream();
        from.CopyTo(all);
        return all.ToArray();
    }

    /// <summary>The names are a stranger's until proved: none may lead out of the folder.</summary>
    private static bool IsOurs(string name) => name == DatabaseName
        || (name.StartsWith(KeysPrefix, StringComparison.Ordinal)
            && name.AsSpan(KeysPrefix.Length) is { Length: > 0 } rest && rest[0] != '.' && rest.IndexOfAny('/', '\\') < 0);
}
