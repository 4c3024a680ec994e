namespace CgLicense.Server.Audit;

/// <summary>A row as it is found, and what stands around it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Row">What it says.</param>
/// <param name="Hash">What it says its hash is.</param>
/// <param name="Twin">The number of another row at the same place of the same chain.</param>
/// <param name="Before">The hash of the row one place before; of the first row, of the one that opened the chain. Null when there is none.</param>
/// <param name="HasEnd">Its chain's end is recorded.</param>
/// <param name="IsOpened">The chain that it opens has a recorded end, and its license is there; true when it opens none.</param>
internal sealed record FoundRow(long Id, AuditRow Row, string Hash, long? Twin, string? Before, bool HasEnd, bool IsOpened);

/// <summary>A chain's end as it is recorded, and what is found there.</summary>
/// <param name="Head">As recorded.</param>
/// <param name="Last">The hash of the row at its length; null when there is none.</param>
/// <param name="Opening">The hash of the row that opened it; null when there is none.</param>
/// <param name="Beyond">The number of a row behind the end.</param>
internal sealed record FoundEnd(ChainHead Head, string? Last, string? Opening, long? Beyond);

/// <summary>
/// What is wrong with rows and ends. Each row is held against its own seal and the one before it, and each end against
/// its last row: together that proves the whole chain, in any order and without remembering any of it.
/// </summary>
internal static class AuditFaultRules
{
    /// <summary>What the root chain begins with.</summary>
    public static string RootStart(AuditKey key) => key.Seal("cglicense/audit/start/v1");

    /// <summary>The first fault of a row, or null.</summary>
    public static AuditFault? OfRow(AuditKey key, FoundRow found)
    {
        var (row, id) = (found.Row, found.Id);
        var before = row is { Chain: ChainName.Server, Place: 1 } ? RootStart(key) : found.Before;
        return row.Hash(key) != found.Hash ? Fault(AuditFault.Altered, $"Row {id} ({row.Action}) does not fit its seal: something in it was altered.")
            : !row.Address.IsIntact || !row.Personal.IsIntact ? Fault(AuditFault.Altered, $"The personal part of row {id} ({row.Action}) was altered.")
            : found.Twin is { } twin ? Fault(AuditFault.Added, $"Row {id} ({row.Action}) stands at the same place of its chain as row {twin}.")
            : before is null ? Fault(AuditFault.Removed, $"The row before row {id} ({row.Action}), place {row.Place - 1} of its chain, is gone.")
            : before != row.Previous ? Fault(AuditFault.Altered, $"Row {id} ({row.Action}) was sealed after another row than the one that stands before it now.")
            : !found.HasEnd ? Fault(AuditFault.Removed, $"Row {id} ({row.Action}) belongs to a chain whose end is gone.")
            : !found.IsOpened ? Fault(AuditFault.Removed, $"Row {id} ({row.Action}) began {row.Opens}, which is gone.")
            : null;

        AuditFault Fault(string kind, string message) => new(kind, row.Chain, id, message);
    }

    /// <summary>The first fault of a chain's end, or null.</summary>
    public static AuditFault? OfEnd(AuditKey key, FoundEnd found)
    {
        var head = found.Head;
        var start = head.Chain == ChainName.Server ? RootStart(key) : found.Opening;
        return !head.IsGenuine(key) ? Fault(AuditFault.EndAltered, "does not fit its seal: it was altered.")
            : start is null ? Fault(AuditFault.Added, "is of a chain that no row began.")
            : start != head.Start ? Fault(AuditFault.Altered, "is of a chain that began with another row.")
            : (head.Length == 0 ? head.Start : found.Last) is not { } last ? Fault(AuditFault.Removed, $"is at row {head.Length}, which is gone.")
            : last != head.Hash ? Fault(AuditFault.EndAltered, "is not the row that stands there.")
            : found.Beyond is { } row ? Fault(AuditFault.Added, $"has row {row} behind it, which no server wrote.")
            : null;

        AuditFault Fault(string kind, string what) => new(kind, head.Chain, null, $"The recorded end of {head.Chain} {what}");
    }
}
