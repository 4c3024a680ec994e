using System.Globalization;
using CgLicense.Server.Audit;
using CgLicense.Server.Backup;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Moving;

/// <summary><c>cglicense-server migrate --to …</c>: a server on SQLite moves to PostgreSQL.</summary>
internal static class MigrateCommand
{
    public const string Meaning =
        """
        Copies the SQLite database of a stopped server to an empty PostgreSQL database (14 or later), counts every table and
        proves the audit trail there. The source is not changed, the keys stay where they are. Interrupted, run it again: it goes on where it was;
        until it is done, no server starts on the target.

          cglicense-server migrate --data /var/lib/cglicense --to "Host=db;Database=cglicense;Username=cglicense"
        """;

    public static async Task Run(CommandLine line)
    {
        if (line.To is not { } target || !target.Contains("Host=", StringComparison.OrdinalIgnoreCase))
            throw new OptionException("Say where to with --to \"Host=db;Database=cglicense;Username=cglicense\".");
        if (!File.Exists(line.DatabaseFile))
            throw new OptionException($"There is no database at {line.DatabaseFile}. Name the server's data folder with --data.");
        var auditKeyFile = Path.Combine(line.KeysFolder, AuditKey.KeyFile);
        if (!File.Exists(auditKeyFile))
            throw new OptionException($"{auditKeyFile} is not there, and without it the audit trail cannot be proved. Name the keys' folder with --keys.");
        using var alone = FolderInUse.TakeAlone(line.Server.DataFolder);
        var auditKey = new AuditKey(await new Keys.KeyFolder(line.KeysFolder).OpenSecretBytes(AuditKey.KeyFile));
        var progress = ProgressLine.OnConsole();
        await using var source = await MovingSource.Open(line.DatabaseFile);
        var rows = await new DatabaseMove(source, target, auditKey, progress).Run(line.Clock.GetUtcNow());
        progress.Say(string.Create(CultureInfo.InvariantCulture, $"Moved: {rows:N0} rows, every table counted."));
        progress.Say($"Start the server with the same keys ({line.KeysFolder}) and CGLICENSE_DATABASE set to the new database.");
        progress.Say($"Keep {line.DatabaseFile} as a backup, and start no server on it again: there must be one truth.");
    }
}
