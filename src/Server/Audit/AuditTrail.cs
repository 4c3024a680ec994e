using CgLicense.Server.Mail;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Audit;

/// <summary>The record of what changed, by whom, when and from where, written in the change's own transaction.</summary>
internal static class AuditTrail
{
    public static async Task Record(Session session, Change change)
    {
        await Seal(session, KeyOf(session), change);
        await MessageSql.Write(session, change);
        await MailQueueSql.Write(session, change);
    }

    /// <summary>Begins the history, once in a database's life. The end of the root chain.</summary>
    public static async Task<ChainHead> Begin(Session session, DateTimeOffset now) =>
        await ChainSql.Lock(session, ChainName.Server) ?? await AuditBeginning.Write(session, KeyOf(session), now);

    private static async Task Seal(Session session, AuditKey key, Change change)
    {
        var chain = ChainName.Of(change);
        if (await ChainSql.Lock(session, chain) is { } head)
            await ChainSql.Append(session, key, head, change);
        else if (change.License is null)
            await ChainSql.Append(session, key, await Open(session, key, chain, change), change);
        else
            await SealFirst(session, key, chain, change);
    }

    /// <summary>A license's first change is told in the chain above, and its own chain begins with that row.</summary>
    private static async Task SealFirst(Session session, AuditKey key, string chain, Change change)
    {
        var above = ChainName.Above(change);
        var head = await ChainSql.Lock(session, above) ?? await Open(session, key, above, change);
        var hash = await ChainSql.Append(session, key, head, change, opens: chain);
        await ChainSql.Add(session, ChainHead.At(key, chain, hash, 0, hash));
    }

    /// <summary>A creator's chain, opened by a row of its own in the root chain; there it is waited for who opens it at the same time.</summary>
    private static async Task<ChainHead> Open(Session session, AuditKey key, string chain, Change change)
    {
        var root = await Begin(session, change.At);
        if (await ChainSql.Lock(session, chain) is { } opened)
            return opened;
        var opening = new Change(change.By, change.At, "openChain", chain) { CreatorId = change.CreatorId };
        var hash = await ChainSql.Append(session, key, root, opening, opens: chain);
        var head = ChainHead.At(key, chain, hash, 0, hash);
        await ChainSql.Add(session, head);
        return head;
    }

    private static AuditKey KeyOf(Session session) => session.AuditKey
        ?? throw new InvalidOperationException("Nothing can be recorded here: the database was opened without the audit key.");
}
