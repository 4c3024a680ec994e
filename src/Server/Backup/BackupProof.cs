using System.Globalization;
using CgLicense.Keys;
using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Licenses;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Backup;

/// <summary>Proves that what was unpacked is a server's whole state. Every proof is said; the first that fails is a fault.</summary>
internal sealed class BackupProof(BackupManifest manifest, string folder, string? keysFolder, DateTimeOffset now, ProgressLine progress)
{
    private const int SampleSize = 100;

    private string DatabaseFile => Path.Combine(folder, BackupArchive.DatabaseName);

    public async Task Run()
    {
        progress.Say(string.Create(CultureInfo.InvariantCulture, $"Made {manifest.MadeAt:u} by cglicense-server {manifest.Program}. All {manifest.Files.Count} files are as they were packed."));
        var keySet = keysFolder is null ? null : KeySet(keysFolder);
        if (!manifest.HasDatabase)
            return;
        await Tables();
        if (keysFolder is null || keySet is null)
        {
            progress.Say("Without the keys, neither the audit trail nor the tokens can be proved. Name their folder with --keys.");
            return;
        }

        var auditKey = new AuditKey(await new KeyFolder(keysFolder).OpenSecretBytes(AuditKey.KeyFile));
        await using var database = new SqliteDatabase(DatabaseFile, auditKey);
        await Migrator.Run(database, now);
        progress.Step("Walking the audit trail …");
        progress.Say(await AuditProof.Of(database, auditKey));
        await Tokens(database);
    }

    private KeySet KeySet(string path)
    {
        var keySet = new KeyFolder(path).ReadKeySet();
        if (!File.Exists(Path.Combine(path, AuditKey.KeyFile)))
            throw new BackupFaultException($"{AuditKey.KeyFile} is missing among the keys: the audit trail could not be proved or continued. Take another backup.");
        progress.Say($"Key set {keySet.Version} is signed by its root key.");
        return keySet;
    }

    private async Task Tables()
    {
        progress.Step("Checking the database …");
        await using var connection = await SqliteCopy.Open(DatabaseFile);
        if (await SqliteCopy.Faults(connection) is { Count: > 0 } faults)
            throw new BackupFaultException($"The database in the backup is damaged: {faults[0]} ({faults.Count} faults in all). Take another backup.");
        var schema = await SqliteCopy.Schema(connection);
        if (schema > Migrator.Newest)
            throw new SchemaTooNewException(schema, Migrator.Newest);
        var counts = await SqliteCopy.CountRows(connection);
        if (manifest.Tables.FirstOrDefault(table => counts.GetValueOrDefault(table.Key, -1) != table.Value) is { Key: { } name } other)
            throw new BackupFaultException($"Table {name} has {counts.GetValueOrDefault(name)} rows, the manifest says {other.Value}. Take another backup.");
        progress.Say(string.Create(CultureInfo.InvariantCulture, $"The database is sound: schema {schema}, {counts.Count} tables, {counts.Values.Sum():N0} rows, every reference is met."));
    }

    /// <summary>Signs for some of the stored licenses as the restored server would, and believes it as a client would.</summary>
    private async Task Tokens(Database database)
    {
        KeyRing keys;
        try
        {
            keys = await KeyRing.Open(keysFolder!, now);
        }
        catch (KeyFolderException e)
        {
            progress.Say("No token can be signed with these keys now: " + e.Message);
            return;
        }

        var issuer = new TokenIssuer(keys, "backup");
        var sample = await database.Read(session => session.Many(
            "SELECT license_key FROM license ORDER BY (id * 7919) % 10007, id LIMIT @rows", row => row.GetString(0), ("rows", SampleSize)));
        foreach (var key in sample)
        {
            var license = await database.Read(session => LicenseSql.Find(session, LicenseKey.Parse(key)))
                ?? throw new BackupFaultException("A license of the backup has no product. Take another backup.");
            var token = issuer.Issue(license, "backup", license.ProductId, sessionId: null, now);
            if (LicenseToken.Read(token.Compact, keys.Current.KeySet) is not TokenReading.Genuine)
                throw new BackupFaultException($"A token signed with key {issuer.SigningKid} of the backup is not believed: the key files do not belong together.");
        }

        progress.Say($"Tokens for {sample.Count} of the licenses were signed with key {issuer.SigningKid}, and are genuine.");
    }
}
