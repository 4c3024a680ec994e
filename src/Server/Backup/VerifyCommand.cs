namespace CgLicense.Server.Backup;

/// <summary><c>cglicense-server verify FILE</c>: proves a backup without a server.</summary>
internal static class VerifyCommand
{
    public const string Meaning =
        """
        Proves a backup: every file's hash, the database's own checks, every table's rows, the whole audit trail, the key
        set's root signature, and tokens signed anew. Says what was proved, or the first fault. Changes nothing; the
        temporary folder needs room for the unpacked database.

          --keys FOLDER    the keys, for a backup made --without-keys

          cglicense-server verify /backups/today.tar.gz
        """;

    public static async Task Run(CommandLine line)
    {
        var file = line.NeedFile();
        var progress = ProgressLine.OnConsole();
        using var staging = StagingFolder.Temporary();
        progress.Step("Unpacking …");
        var manifest = BackupArchive.Unpack(file, staging.Path);
        var keys = manifest.HasKeys ? Path.Combine(staging.Path, "keys") : line.Server.KeysFolder;
        await new BackupProof(manifest, staging.Path, keys, line.Clock.GetUtcNow(), progress).Run();
        progress.Say($"{file} is good.");
    }
}
