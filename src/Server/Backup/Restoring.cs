using CgLicense.Keys;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Backup;

/// <summary>
/// Puts a proved backup in place. Everything is unpacked and proved in a staging folder; then the keys are moved, and last
/// the database. Until that is in its place, no server starts.
/// </summary>
internal sealed class Restoring(string dataFolder, string keysFolder)
{
    private const string StagingName = "restoring";

    /// <summary>A server on half a restore would make itself a new database, and new keys. With the database in its place, which is put there last, it is whole.</summary>
    /// <exception cref="StorageUnavailableException">A restore was interrupted there.</exception>
    public static void RefuseUnfinished(string dataFolder)
    {
        var staging = Path.Combine(dataFolder, StagingName);
        if (!Directory.Exists(staging))
            return;
        if (File.Exists(Path.Combine(dataFolder, BackupArchive.DatabaseName)))
            Directory.Delete(staging, recursive: true);
        else
            throw new StorageUnavailableException($"A restore into {dataFolder} was interrupted. Run it again; or, to give it up, remove the folder {StagingName} there.");
    }

    /// <exception cref="BackupFaultException">Something is there already, or the backup is not good.</exception>
    public async Task<BackupManifest> Run(string file, DateTimeOffset now, ProgressLine progress)
    {
        var database = Path.Combine(dataFolder, BackupArchive.DatabaseName);
        foreach (var there in new[] { database, database + "-wal", database + "-shm" })
        {
            if (File.Exists(there))
                throw new BackupFaultException($"{there} is there already, and restoring never overwrites. Name an empty folder with --data, or move that one away first.");
        }

        OwnFolder.Create(dataFolder);
        using var alone = FolderInUse.TakeAlone(dataFolder);
        var staging = StagingFolder.At(Path.Combine(dataFolder, StagingName));
        var manifest = await Prove(file, staging, now, progress);
        // From here on an accident leaves the staging folder, which keeps servers off.
        if (manifest.HasKeys)
            Place(Path.Combine(staging.Path, "keys"));
        File.Move(Path.Combine(staging.Path, BackupArchive.DatabaseName), database);
        staging.Dispose();
        return manifest;
    }

    private async Task<BackupManifest> Prove(string file, StagingFolder staging, DateTimeOffset now, ProgressLine progress)
    {
        try
        {
            progress.Step("Unpacking …");
            var manifest = BackupArchive.Unpack(file, staging.Path);
            var stagedKeys = Path.Combine(staging.Path, "keys");
            if (!manifest.HasDatabase)
                throw new BackupFaultException($"{file} holds keys only. Unpack it with 'tar -xzf', and name the folder with --keys.");
            if (!manifest.HasKeys && new KeyFolder(keysFolder).IsEmpty)
                throw new BackupFaultException($"{file} was made without the keys, and there are none in {keysFolder}. Put the server's keys there first: without them no token issued so far would be believed.");
            if (manifest.HasKeys)
                RefuseOtherKeys(stagedKeys);
            await new BackupProof(manifest, staging.Path, manifest.HasKeys ? stagedKeys : keysFolder, now, progress).Run();
            return manifest;
        }
        catch
        {
            staging.Dispose();
            throw;
        }
    }

    /// <summary>The same keys may be there: kept elsewhere, or placed by a run that was interrupted.</summary>
    private void RefuseOtherKeys(string staged)
    {
        foreach (var file in Directory.GetFiles(staged))
        {
            var there = Path.Combine(keysFolder, Path.GetFileName(file));
            if (File.Exists(there) && !File.ReadAllBytes(there).AsSpan().SequenceEqual(File.ReadAllBytes(file)))
                throw new BackupFaultException($"{there} is there already and differs from the backup's. Restoring never overwrites keys: move that folder away first, or name another with --keys.");
        }
    }

    private void Place(string staged)
    {
        OwnFolder.Create(keysFolder);
        // The key set last: as with a rotation, everything that it names is then there.
        foreach (var file in Directory.GetFiles(staged).OrderBy(file => Path.GetFileName(file) == "keyset.jws" ? 1 : 0))
        {
            var there = Path.Combine(keysFolder, Path.GetFileName(file));
            if (File.Exists(there))
                continue;
            // In two steps: the folder may be on another disk, and a file that is there must be whole.
            File.Move(file, there + ".new", overwrite: true);
            File.Move(there + ".new", there);
        }
    }
}
