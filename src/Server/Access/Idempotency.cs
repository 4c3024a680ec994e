using System.Security.Cryptography;
using System.Text;
using CgLicense.Protocol;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Access;

/// <summary>
/// <c>Idempotency-Key</c> on administrative changes: the same key with the same body gets the first answer again, with
/// another body 409. The record is written in the change's own transaction, so there is no moment in which one exists
/// without the other. Answers can contain license and API keys; they are stored encrypted under the caller's credential
/// and key, which the database does not have.
/// </summary>
internal sealed class Idempotency(Database database, TimeProvider clock)
{
    public const string Header = "Idempotency-Key";

    /// <summary>How long a first answer is kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    public const int LongestKey = 255;

    private const string Claim =
        """
        INSERT INTO idempotency (key_hash, request_hash, http_status, answer, created_at)
        VALUES (@key, @request, 0, '', @now) ON CONFLICT (key_hash) DO NOTHING
        """;

    private const string Select = "SELECT request_hash, http_status, answer FROM idempotency WHERE key_hash = @key";

    private const string Complete = "UPDATE idempotency SET http_status = @status, answer = @answer WHERE key_hash = @key";

    public async Task<(int Status, byte[] Body)> Run(
        HttpContext context, byte[] json, Principal principal, Func<Session, Task<(int Status, byte[] Body)>> change)
    {
        var key = context.Request.Headers[Header].ToString();
        if (key.Length == 0)
            return await database.Write(change, context.RequestAborted);
        if (key.Length > LongestKey)
            return Refuse(context, LicenseError.InvalidRequest($"{Header} is longer than {LongestKey} characters."));
        var sealing = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(principal.Credential.Reveal() + "\n" + key), 64,
            info: "cglicense/idempotency/v1"u8.ToArray());
        var record = new Record(
            Convert.ToHexStringLower(sealing[32..]), Hash(context.Request.Path, json), sealing[..32]);
        return await database.Write(session => RunOnce(context, session, record, change), context.RequestAborted);
    }

    private async Task<(int Status, byte[] Body)> RunOnce(
        HttpContext context, Session session, Record record, Func<Session, Task<(int Status, byte[] Body)>> change)
    {
        // Two at once: the second waits here until the first has committed or is undone.
        var claimed = await session.Execute(
            Claim, ("key", record.KeyHash), ("request", record.RequestHash), ("now", clock.GetUtcNow().ToUnixTimeMilliseconds()));
        if (claimed == 0)
            return await FirstAnswer(context, session, record);
        var (status, body) = await change(session);
        await session.Execute(
            Complete, ("key", record.KeyHash), ("status", (long)status), ("answer", SealedAnswer.Seal(body, record.Sealing)));
        return (status, body);
    }

    private static async Task<(int Status, byte[] Body)> FirstAnswer(HttpContext context, Session session, Record record)
    {
        var first = await session.One(
            Select, row => new Stored(row.GetString(0), (int)row.GetInt64(1), row.GetString(2)), ("key", record.KeyHash));
        return first!.RequestHash == record.RequestHash
            ? (first.Status, SealedAnswer.Open(first.Answer, record.Sealing))
            : Refuse(context, LicenseError.Conflict($"This {Header} was used before with another request. Use a new one."));
    }

    private static (int, byte[]) Refuse(HttpContext context, LicenseError refusal) =>
        Answers.Render<Failure>(context, refusal, ProtocolJson.Wire.Failure);

    private static string Hash(PathString path, byte[] json) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(path + "\n"), .. json]));

    private sealed record Record(string KeyHash, string RequestHash, byte[] Sealing);

    private sealed record Stored(string RequestHash, int Status, string Answer);
}
