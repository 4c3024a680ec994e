using CgLicense.Keys;
using CgLicense.Server.Http;
using Microsoft.Data.Sqlite;

namespace CgLicense.Server.Backup;

/// <summary>What goes into a backup, and where it comes from; a null is left out.</summary>
internal sealed record BackupContent(string? DatabaseFile, string? KeysFolder);

/// <summary>Makes one backup, while a server may be running on the same files.</summary>
internal static class BackupMaking
{
    /// <summary>Beside the file to be made, so that renaming is one step of the file system.</summary>
    public const string StagingSuffix = ".partial";

    public static string NameAt(DateTimeOffset now) => $"cglicense-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.tar.gz";

    /// <exception cref="BackupFaultException">There is nothing to back up, the file is there already, or it does not fit on its disk.</exception>
    public static async Task<BackupManifest> Make(string file, BackupContent content, DateTimeOffset now, ProgressLine progress)
    {
        if (File.Exists(file))
            throw new BackupFaultException($"{file} is there already, and a backup never overwrites. Name another file.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        try
        {
            OwnFolder.Create(folder);
            return await Pack(file, content, now, progress);
        }
        catch (Exception e) when (IsFullDisk(e))
        {
            throw new BackupFaultException($"The disk of {folder} is full. Nothing was kept there; make room (a backup needs that of the database twice for a while), or name a file on another disk.", e);
        }
    }

    private static async Task<BackupManifest> Pack(string file, BackupContent content, DateTimeOffset now, ProgressLine progress)
    {
        using var staging = StagingFolder.At(file + StagingSuffix);
        var names = new List<string>();
        var (schema, tables) = (0L, new Dictionary<string, long>());
        if (content.DatabaseFile is { } database)
        {
            progress.Step("Copying the database …");
            (schema, tables) = await CopyDatabase(database, Path.Combine(staging.Path, BackupArchive.DatabaseName));
            names.Add(BackupArchive.DatabaseName);
        }

        if (content.KeysFolder is { } keys)
            names.AddRange(CopyKeys(keys, staging.Path));
        progress.Step("Packing …");
        var manifest = new BackupManifest
        {
            Format = BackupManifest.CurrentFormat, Program = HealthEndpoint.Version, Schema = schema, MadeAt = now,
            HasKeys = content.KeysFolder is not null, Tables = tables,
            Files = [.. names.Select(name => BackupArchive.Describe(staging.Path, name))],
        };
        BackupArchive.Write(file, staging.Path, manifest);
        return manifest;
    }

    /// <summary>Whoever meets it first, SQLite or a plain write: error 28 of Unix, 112 of Windows.</summary>
    private static bool IsFullDisk(Exception e) => e is SqliteException { SqliteErrorCode: 13 } or IOException { HResult: 28 or unchecked((int)0x80070070) };

    private static async Task<(long Schema, Dictionary<string, long> Tables)> CopyDatabase(string from, string to)
    {
        if (!File.Exists(from))
            throw new BackupFaultException($"There is no database at {from}. Name the server's data folder with --data.");
        await SqliteCopy.Make(from, to);
        await using var copy = await SqliteCopy.Open(to);
        return (await SqliteCopy.Schema(copy), await SqliteCopy.CountRows(copy));
    }

    /// <summary>The key set first: whoever rotates writes it last, so every key that it names is there.</summary>
    private static List<string> CopyKeys(string from, string staging)
    {
        if (new KeyFolder(from).IsEmpty)
            throw new BackupFaultException($"There are no keys in {from}. Name the folder with --keys, or leave them out with {CommandLine.WithoutKeys}.");
        OwnFolder.Create(Path.Combine(staging, "keys"));
        var files = Directory.GetFiles(from).Select(file => Path.GetFileName(file))
            .Where(name => !name.EndsWith(".lock", StringComparison.Ordinal) && !name.EndsWith(".new", StringComparison.Ordinal) && name[0] != '.')
            .OrderBy(name => name == "keyset.jws" ? 0 : 1).ThenBy(name => name, StringComparer.Ordinal).ToList();
        foreach (var name in files)
            File.Copy(Path.Combine(from, name), Path.Combine(staging, "keys", name));
        new KeyFolder(Path.Combine(staging, "keys")).ReadKeySet();
        return [.. files.Select(name => BackupArchive.KeysPrefix + name)];
    }
}
