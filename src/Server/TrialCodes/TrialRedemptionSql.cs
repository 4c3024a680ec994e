using CgLicense.Protocol;
using CgLicense.Server.Products;
using CgLicense.Server.Storage;

namespace CgLicense.Server.TrialCodes;

/// <summary>Who has had a trial of what. The schema itself allows one per address and one per machine.</summary>
internal static class TrialRedemptionSql
{
    private const string Select =
        """
        SELECT l.license_key, l.expires_at, r.folded_code, r.email_hash, r.machine_hash
        FROM trial_redemption r JOIN license l ON l.id = r.license_id
        WHERE r.product_id = @product AND (r.email_hash = @email OR r.machine_hash = @machine)
        """;

    private const string Insert =
        """
        INSERT INTO trial_redemption (product_id, license_id, folded_code, email_hash, machine_hash, redeemed_at)
        VALUES (@product, @license, @code, @email, @machine, @now)
        """;

    public static Task<List<EarlierTrial>> Earlier(Session session, long product, TrialIdentity who) => session.Many(
        Select,
        row => new EarlierTrial(
            LicenseKey.Parse(row.GetString(0)), row.TimeOrNull(1), row.GetString(2),
            row.TextOrNull(3) == who.EmailHash, row.TextOrNull(4) == who.MachineHash),
        ("product", product), ("email", who.EmailHash), ("machine", who.MachineHash));

    public static Task Add(
        Session session, long product, long license, string code, TrialIdentity who, DateTimeOffset now) => session.Execute(
        Insert, ("product", product), ("license", license), ("code", PromotionCode.Fold(code)), ("email", who.EmailHash),
        ("machine", who.MachineHash), ("now", now.ToUnixTimeMilliseconds()));
}
