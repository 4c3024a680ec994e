using System.Globalization;
using CgLicense.Keys;

namespace CgLicense.Server.Backup;

/// <summary><c>cglicense-server backup</c>: everything that a server needs, in one file, while it runs.</summary>
internal static class BackupCommand
{
    public const string Meaning =
        """
        Copies the SQLite database and the keys into one file that only its owner may read, while the server runs.
        Without FILE it is cglicense-TIME.tar.gz in the current folder.

          --without-keys   leaves the keys out: they must be kept elsewhere, nothing can be restored without them
          --keys-only      only the keys, such as for a server on PostgreSQL

          cglicense-server backup --data /var/lib/cglicense
          cglicense-server backup /backups/today.tar.gz --data /var/lib/cglicense
        """;

    public static async Task Run(CommandLine line)
    {
        var keysOnly = line.Switches.Contains(CommandLine.KeysOnly);
        var withoutKeys = line.Switches.Contains(CommandLine.WithoutKeys);
        if (keysOnly && withoutKeys)
            throw new OptionException($"{CommandLine.KeysOnly} and {CommandLine.WithoutKeys} together leave nothing to back up.");
        if (line.Server.PostgresConnection is not null && !keysOnly)
            throw new OptionException($"This server's database is PostgreSQL, which has its own ways (pg_dump, point in time recovery): see docs/operations.md. The keys are backed up with {CommandLine.KeysOnly}.");
        var now = line.Clock.GetUtcNow();
        var file = line.File ?? BackupMaking.NameAt(now);
        var progress = ProgressLine.OnConsole();
        var manifest = await BackupMaking.Make(
            file, new BackupContent(keysOnly ? null : line.DatabaseFile, withoutKeys ? null : line.KeysFolder), now, progress);
        progress.Say(string.Create(CultureInfo.InvariantCulture, $"{file}: {new FileInfo(file).Length:N0} bytes, {manifest.Tables.GetValueOrDefault("license"):N0} licenses, {manifest.Tables.Values.Sum():N0} rows in all."));
        progress.Say(withoutKeys
            ? $"The keys are not in it. Without {line.KeysFolder} this backup cannot be used: keep a copy of that folder elsewhere."
            : "It holds private keys: keep it where only you can read it."
                + (new KeyFolder(line.KeysFolder).HasRootKey ? " The root key is among them; docs/tokens-and-keys.md says where that should be." : ""));
        progress.Say($"Prove it: cglicense-server verify {file}");
    }
}
