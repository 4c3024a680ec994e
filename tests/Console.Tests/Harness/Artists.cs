using System.Net.Http.Json;
using CgLicense.TestServer;
using Microsoft.Data.Sqlite;

namespace CgLicense.Console.Tests.Harness;

/// <summary>What happens to a server while a creator looks on.</summary>
internal static class Artists
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    public static Task Activate(this ConsoleServer console, string key, string product, string hostname) =>
        console.Server.Activate(key, product, hostname, 'a');

    /// <param name="digit">What the machine's fingerprint is made of.</param>
    public static async Task Activate(this ServerProcess server, string key, string product, string hostname, char digit)
    {
        using var content = JsonContent.Create(
            new ActivateRequest { LicenseKey = key, ProductId = product, Hostname = hostname, MachineFingerprint = new string(digit, 64) },
            ProtocolJson.Wire.ActivateRequest);
        using var answer = await Http.PostAsync(server.Url + "/activate", content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Rows that no endpoint writes, or none so many of: straight into the server's own database.</summary>
    public static async Task Sql(this ServerProcess server, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(server.DataFolder, "cglicense.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
