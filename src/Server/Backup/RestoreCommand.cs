using System.Globalization;

namespace CgLicense.Server.Backup;

/// <summary><c>cglicense-server restore FILE --data FOLDER</c>: a backup becomes a data folder.</summary>
internal static class RestoreCommand
{
    public const string Meaning =
        """
        Unpacks a backup into a data folder without a database, and proves it first as 'verify' does. Never overwrites.
        Interrupted, it leaves a folder that no server starts on; run it again.

          cglicense-server restore /backups/today.tar.gz --data /var/lib/cglicense
        """;

    public static async Task Run(CommandLine line)
    {
        var now = line.Clock.GetUtcNow();
        var progress = ProgressLine.OnConsole();
        var manifest = await new Restoring(line.Server.DataFolder, line.KeysFolder).Run(line.NeedFile(), now, progress);
        var age = now - manifest.MadeAt;
        progress.Say(string.Create(CultureInfo.InvariantCulture, $"Restored to {line.Server.DataFolder}, as of {manifest.MadeAt:u}, {(int)age.TotalDays} days and {age.Hours} hours ago."));
        progress.Say("What happened since is not in it: sales since then must be repeated (marketplaces and Stripe can send their events again).");
        progress.Say($"Start the server: cglicense-server --data {line.Server.DataFolder}");
    }
}
