using System.Globalization;
using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Audit;

/// <summary>One part of a verification: goes on from where a walk stands until it has seen enough, and says what it found.</summary>
internal sealed class AuditInspection(AuditKey key, AuditBeginning? beginning, AuditCheckpoint? checkpoint, AuditWalk from, Session session)
{
    /// <summary>More than that are counted, not told.</summary>
    public const int MostFaults = 100;

    private const int PageRows = 2000;

    private readonly List<AuditFault> faults = [];

    public AuditWalk Walk { get; private set; } = from;

    /// <summary>At most <see cref="MostFaults"/>.</summary>
    public IReadOnlyList<AuditFault> Faults => faults;

    public async Task Run(int pages)
    {
        for (; pages > 0 && Walk.Stage != AuditStage.Done; pages--)
        {
            var wasLast = await (Walk.Stage switch
            {
                AuditStage.Earlier => Earlier(),
                AuditStage.Rows => Rows(),
                AuditStage.Chains => Chains(),
                _ => Licenses(),
            });
            if (wasLast)
                Walk = Walk.Next();
        }
    }

    private async Task<bool> Earlier()
    {
        var page = await AuditBeginning.Unchained(session, Walk.After, PageRows);
        Walk = Walk with
        {
            After = page.Count > 0 ? page[^1].Id : Walk.After,
            Rows = Walk.Rows + page.Count,
            Digest = page.Aggregate(Walk.Digest, (sum, row) => AuditBeginning.Add(sum, row.Content)),
        };
        if (page.Count == PageRows)
            return false;
        if (beginning is null)
            Report(new(AuditFault.Removed, ChainName.Server, null, "The row that began the history is gone or was altered."));
        else if ((Walk.Rows, Walk.Digest) != (beginning.EarlierRows, beginning.EarlierDigest))
            Report(new(AuditFault.Altered, null, null, $"Of the {beginning.EarlierRows} rows from before the history began, something was altered, removed or added."));
        Walk = Walk with { Rows = 0 };
        return true;
    }

    private async Task<bool> Rows()
    {
        var page = await AuditWalkSql.Rows(session, Walk.After, Walk.LastRow, PageRows);
        foreach (var (id, hash, found) in page)
        {
            if (checkpoint is not null && !Walk.IsCompared && id > checkpoint.LastRow)
                Compare(checkpoint);
            var content = CanonicalText.Of("cglicense/audit/digest/v1", id.ToString(CultureInfo.InvariantCulture), hash);
            Walk = Walk with { After = id, Rows = Walk.Rows + 1, Digest = AuditBeginning.Add(Walk.Digest, content) };
            if (found is not null && AuditFaultRules.OfRow(key, found) is { } fault)
                Report(fault);
        }

        if (page.Count == PageRows)
            return false;
        if (checkpoint is not null && !Walk.IsCompared)
            Compare(checkpoint);
        return true;
    }

    private async Task<bool> Chains()
    {
        var page = await AuditWalkSql.Chains(session, Walk.AfterChain, PageRows);
        foreach (var end in page)
        {
            Walk = Walk with { AfterChain = end.Head.Chain, Chains = Walk.Chains + 1 };
            if (AuditFaultRules.OfEnd(key, end) is { } fault)
                Report(fault);
        }

        return page.Count < PageRows;
    }

    private async Task<bool> Licenses()
    {
        var after = Math.Max(Walk.After, beginning?.LastEarlierLicense ?? 0);
        var page = await AuditWalkSql.Licenses(session, after, Walk.LastLicense, PageRows);
        foreach (var (id, _) in page.Where(license => !license.HasHistory))
            Report(new(AuditFault.Added, ChainName.OfLicenses + id, null, $"License {id} has no history: no server made it."));
        Walk = Walk with { After = page.Count > 0 ? page[^1].Id : after };
        return page.Count < PageRows;
    }

    private void Compare(AuditCheckpoint seen)
    {
        Walk = Walk with { IsCompared = true };
        if ((Walk.Rows, Walk.Digest) != (seen.Rows, seen.Digest))
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(seen.Iat).ToString("u", CultureInfo.InvariantCulture);
            Report(new(AuditFault.Checkpoint, null, null, $"The {seen.Rows} rows that the checkpoint of {at} saw are not all there as they were."));
        }
    }

    private void Report(AuditFault fault)
    {
        Walk = Walk with { Faults = Walk.Faults + 1 };
        if (faults.Count < MostFaults)
            faults.Add(fault);
    }
}
