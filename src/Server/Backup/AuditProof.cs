using System.Globalization;
using CgLicense.Server.Audit;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Backup;

/// <summary>Walks the whole audit trail of a database that nobody writes to.</summary>
internal static class AuditProof
{
    /// <returns>A sentence that says what was proved.</returns>
    /// <exception cref="BackupFaultException">The trail is not as a server wrote it, or the audit key is another's.</exception>
    public static async Task<string> Of(Database database, AuditKey key)
    {
        var (row, license) = await database.Write(AuditWalkSql.Ends);
        var (walk, faults) = await database.Read(async session =>
        {
            var began = await AuditWalkSql.Beginning(session);
            var inspection = new AuditInspection(key, began?.Earlier, checkpoint: null, new AuditWalk { LastRow = row, LastLicense = license }, session);
            await inspection.Run(int.MaxValue);
            return (inspection.Walk, inspection.Faults);
        });
        return walk.Faults == 0
            ? string.Create(CultureInfo.InvariantCulture, $"The audit trail is whole: {walk.Rows:N0} rows in {walk.Chains:N0} chains.")
            : throw new BackupFaultException($"The audit trail is not as a server wrote it ({walk.Faults} faults). The first: {faults[0].Message}");
    }
}
