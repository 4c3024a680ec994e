using CgLicense.Keys;
using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Audit;

/// <summary><c>/verifyAudit</c>: proves the audit trail part by part, and signs what it saw at the end.</summary>
internal sealed class VerifyAuditEndpoint(Database database, AuditKey key, KeyRing keys, string issuer, TimeProvider clock)
{
    /// <summary>Of 2000 rows each: about a second of work.</summary>
    private const int PagesPerPart = 25;

    private static LicenseError AdminOnly { get; } = LicenseError.Unauthorized("Only the admin secret may verify the audit trail: it is one for all creators.");

    private static LicenseError NoWalk { get; } = LicenseError.InvalidRequest(
        "This verification cannot go on: its continueFrom is nothing that this server gave out. Leave it out to begin anew.");

    private static LicenseError NoCheckpoint { get; } = LicenseError.InvalidRequest(
        "The checkpoint was not signed by a key that this server still vouches for. Is it whole, and of this server?");

    public void Map(Routes routes) => routes.AdminQuery(
        "/verifyAudit", ProtocolJson.Wire.VerifyAuditRequest, ProtocolJson.Wire.VerifyAuditAnswer, Answer);

    private async Task<Outcome<VerifyAuditAnswer>> Answer(VerifyAuditRequest request, Principal principal, Session session)
    {
        if (principal is not Principal.Admin)
            return AdminOnly;
        var keySet = keys.Current.KeySet;
        var checkpoint = AuditCheckpoint.TryRead(request.Checkpoint, keySet);
        if (checkpoint is null && !string.IsNullOrEmpty(request.Checkpoint))
            return NoCheckpoint;
        if (await Walk(request.ContinueFrom) is not { } walk)
            return NoWalk;
        var began = await AuditWalkSql.Beginning(session);
        var part = new AuditInspection(key, began?.Earlier, checkpoint, walk, session);
        await part.Run(PagesPerPart);
        return Told(part, began);
    }

    private async Task<AuditWalk?> Walk(string? continueFrom)
    {
        if (!string.IsNullOrEmpty(continueFrom))
            return AuditWalk.Read(continueFrom);
        var (row, license) = await database.Write(AuditWalkSql.Ends);
        return new AuditWalk { LastRow = row, LastLicense = license };
    }

    private VerifyAuditAnswer Told(AuditInspection part, FoundBeginning? began)
    {
        var walk = part.Walk;
        var isDone = walk.Stage == AuditStage.Done;
        return new VerifyAuditAnswer
        {
            Done = isDone,
            Intact = walk.Faults == 0,
            ContinueFrom = isDone ? null : walk.Write(),
            Rows = walk.Rows,
            Chains = walk.Chains,
            Progress = Progress(walk),
            BeganAt = began?.At,
            EarlierRows = began?.Earlier?.EarlierRows ?? 0,
            Faults = [.. part.Faults.Select(fault => new AuditFaultRecord { Kind = fault.Kind, Chain = fault.Chain, Row = fault.Row, Message = fault.Message })],
            Checkpoint = isDone && walk.Faults == 0 ? Checkpoint(walk) : null,
        };
    }

    /// <summary>Rows are the most of the work; how many chains there are is not known.</summary>
    private static double Progress(AuditWalk walk) => walk.Stage switch
    {
        AuditStage.Earlier => 0,
        AuditStage.Rows => 0.8 * walk.After / Math.Max(walk.LastRow, 1),
        AuditStage.Chains => 0.8,
        AuditStage.Licenses => 0.9 + (0.1 * walk.After / Math.Max(walk.LastLicense, 1)),
        _ => 1,
    };

    private string Checkpoint(AuditWalk walk) => JwsWriter.Write(
        keys.Current.Signing, AuditCheckpoint.Type,
        new AuditCheckpoint { Iss = issuer, Iat = clock.GetUtcNow().ToUnixTimeSeconds(), Rows = walk.Rows, LastRow = walk.LastRow, Digest = walk.Digest },
        ProtocolJson.Wire.AuditCheckpoint);
}
