using System.Security.Cryptography;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Access;

/// <summary>
/// The key to everything. Given by the operator, it is only ever held in memory; else one is made on the first start,
/// shown once and stored as a hash.
/// </summary>
internal sealed class AdminSecret
{
    public const int ShortestLength = 16;

    private const string Name = "admin_secret_hash";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private AdminSecret(string hash, string? shownOnce)
    {
        Hash = hash;
        ShownOnce = shownOnce;
    }

    /// <summary>The secret itself, on the one start that made it.</summary>
    public string? ShownOnce { get; }

    /// <summary>What a session that it opened is bound to.</summary>
    public string Hash { get; }

    public bool Matches(Secret candidate) => candidate.HasHash(Hash);

    public static async Task<AdminSecret> Open(Database database, string? given)
    {
        if (given is not null)
            return new AdminSecret(new Secret(given).Hash(), null);
        var fresh = "cgla_" + RandomNumberGenerator.GetString(Alphabet, 48);
        var stored = await database.Write(async session =>
        {
            await session.Execute(
                "INSERT INTO setting (name, value) VALUES (@name, @hash) ON CONFLICT (name) DO NOTHING",
                ("name", Name), ("hash", new Secret(fresh).Hash()));
            return await session.One(
                "SELECT value FROM setting WHERE name = @name", row => row.GetString(0), ("name", Name));
        });
        return new AdminSecret(stored!, new Secret(fresh).HasHash(stored!) ? fresh : null);
    }
}
