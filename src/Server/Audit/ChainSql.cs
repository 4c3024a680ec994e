using CgLicense.Server.Storage;

namespace CgLicense.Server.Audit;

/// <summary>Finds and extends chains. Each is locked by the reading of its head until commit, so no two rows take one place.</summary>
internal static class ChainSql
{
    private const string Select = "SELECT chain, start, length, head, seal FROM audit_chain WHERE chain = @chain";

    private const string Insert =
        """
        INSERT INTO audit_chain (chain, start, length, head, seal) VALUES (@chain, @start, @length, @head, @seal)
        ON CONFLICT (chain) DO NOTHING
        """;

    private const string Update = "UPDATE audit_chain SET length = @length, head = @head, seal = @seal WHERE chain = @chain";

    private const string InsertRow =
        """
        INSERT INTO audit (at, actor, action, creator_id, license_id, subject, details, chain, place, previous, hash, opens,
            address, address_salt, address_seal, personal, personal_salt, personal_seal)
        VALUES (@at, @actor, @action, @creator, @license, @subject, @details, @chain, @place, @previous, @hash, @opens,
            @address, @addressSalt, @addressSeal, @personal, @personalSalt, @personalSeal)
        """;

    /// <summary>
    /// SQL for the row numbers of a license's whole history: its chain, the row that opened that, and rows from before there were chains.
    /// </summary>
    /// <param name="licenses">SQL for one license's row number, or a SELECT of many.</param>
    public static string RowsOf(string licenses)
    {
        var chains = $"SELECT '{ChainName.OfLicenses}' || n.id FROM license n WHERE n.id IN ({licenses})";
        return $"""
            SELECT r.id FROM audit r WHERE r.chain IN ({chains})
            UNION ALL SELECT r.id FROM audit r WHERE r.opens IN ({chains})
            UNION ALL SELECT r.id FROM audit r WHERE r.chain IS NULL AND r.license_id IN ({licenses})
            """;
    }

    public static Task<ChainHead?> Lock(Session session, string chain) => session.One(
        Select + session.LockRow("audit_chain"),
        row => new ChainHead(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4)),
        ("chain", chain));

    /// <summary>Does nothing where the chain is there already.</summary>
    public static Task Add(Session session, ChainHead head) => session.Send(
        Insert, ("chain", head.Chain), ("start", head.Start), ("length", head.Length), ("head", head.Hash), ("seal", head.Seal));

    /// <summary>Writes a change as the next row of a locked chain. The row's hash.</summary>
    public static async Task<string> Append(Session session, AuditKey key, ChainHead head, Change change, string? opens = null)
    {
        var row = AuditRow.Of(change, head, opens);
        var hash = row.Hash(key);
        var next = head.Next(key, hash);
        await session.Send(
            InsertRow, ("at", row.At), ("actor", row.Actor), ("action", row.Action), ("creator", row.CreatorId),
            ("license", row.License), ("subject", row.Subject), ("details", row.Details), ("chain", row.Chain), ("place", row.Place),
            ("previous", row.Previous), ("hash", hash), ("opens", row.Opens), ("address", row.Address.Text),
            ("addressSalt", row.Address.Salt), ("addressSeal", row.Address.Seal), ("personal", row.Personal.Text),
            ("personalSalt", row.Personal.Salt), ("personalSeal", row.Personal.Seal));
        await session.Send(Update, ("chain", next.Chain), ("length", next.Length), ("head", next.Hash), ("seal", next.Seal));
        return hash;
    }
}
