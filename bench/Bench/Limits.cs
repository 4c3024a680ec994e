using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CgLicense.TestServer;
using Microsoft.Data.Sqlite;

namespace CgLicense.Bench;

/// <summary>What this machine can do at all, taken in the same run.</summary>
internal static class Limits
{
    public static Task<ServerProcess> StartServer() => ServerProcess.Start(
        program: Path.Combine(RepositoryRoot.Path, "artifacts", "native-limits", "cglicense-limits"));

    /// <summary>RSA-2048 signatures per second on all cores.</summary>
    public static async Task<double> Signatures(int seconds)
    {
        var data = Encoding.ASCII.GetBytes(new string('x', 700));
        var counts = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() =>
        {
            using var rsa = RSA.Create(2048);
            return CountFor(seconds, () => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        })));
        return counts.Sum() / (double)seconds;
    }

    /// <summary>Rows per second in a bare loop of durable commits of 64 rows each: what group commit can reach on this disk.</summary>
    public static double Commits(int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("cglicense-bench-disk-").FullName;
        try
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "raw.db")};Pooling=False");
            connection.Open();
            Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c BIGINT)");
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO t (b, c) VALUES ('0123456789abcdef0123456789abcdef', 1)";
            return CountFor(seconds, () =>
            {
                Run(connection, "BEGIN IMMEDIATE");
                for (var i = 0; i < 64; i++)
                    insert.ExecuteNonQuery();
                Run(connection, "COMMIT");
            }) * 64.0 / seconds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How often <paramref name="act"/> is done in that time, by one thread.</summary>
    public static long CountFor(int seconds, Action act)
    {
        act();
        var (began, count) = (Stopwatch.GetTimestamp(), 0L);
        for (; Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(seconds); count++)
            act();
        return count;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
