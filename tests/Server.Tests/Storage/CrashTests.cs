using System.Collections.Concurrent;
using System.Net.Http.Json;
using CgLicense.Protocol;
using CgLicense.TestServer;
using Microsoft.Data.Sqlite;

namespace CgLicense.Server.Tests.Storage;

/// <summary>The real program, killed without warning while machines activate: what was answered is kept, what was sold is not exceeded.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private const int Rounds = 10;
    private const int EnoughPerRound = 60;

    private static readonly HttpClient Http =
        new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(20) };

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-test-").FullName;
    private readonly ConcurrentDictionary<string, bool> answered = new();
    private string? database;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
            await TestPostgres.Drop(database);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task SQLite_keeps_every_answered_activation_through_ten_kills()
    {
        await KillAgainAndAgain(new Dictionary<string, string>());
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "cglicense.db")};Pooling=False");
        await connection.OpenAsync();
        foreach (var check in new[] { "PRAGMA integrity_check", "SELECT COALESCE((SELECT 'broken' FROM pragma_foreign_key_check), 'ok')" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = check;
            Assert.Equal("ok", await command.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task PostgreSQL_keeps_every_answered_activation_through_ten_kills()
    {
        database = await TestPostgres.Create();
        await KillAgainAndAgain(new Dictionary<string, string> { ["CGLICENSE_DATABASE"] = TestPostgres.ConnectionTo(database) });
    }

    private async Task KillAgainAndAgain(Dictionary<string, string> settings)
    {
        string product = "", open = "", capped = "", floating = "";
        for (var round = 0; round <= Rounds; round++)
        {
            await using var server = await ServerProcess.Start(folder, environment: settings);
            if (round == 0)
            {
                product = await server.Admin.CreateProduct();
                await server.Admin.Post(
                    "/createVariant", new VariantRequest { ProductId = product, Name = "open", MaxMachines = -1, ActivationsPerHour = 1_000_000 },
                    ProtocolJson.Wire.VariantRequest, ProtocolJson.Wire.VariantAnswer);
                open = await Sell(server, product, new() { Variant = "open" });
                capped = await Sell(server, product, new() { Variant = "open", MaxMachines = 5 });
                floating = await Sell(server, product, new() { Variant = "open", LicenseType = LicenseType.Floating, MaxConcurrent = 3 });
            }

            await Check(server, open, capped, floating);
            if (round < Rounds)
                await LoadAndKill(server, product, round, [open, open, capped, floating]);
        }

        Assert.True(answered.Count >= Rounds * EnoughPerRound, $"Only {answered.Count} activations were answered.");
    }

    /// <summary>Kills in the middle: as soon as enough were answered, while all callers are still calling.</summary>
    private async Task LoadAndKill(ServerProcess server, string product, int round, string[] keys)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var alive = true;
        var inThisRound = 0;
        var callers = Enumerable.Range(0, 16).Select(async caller =>
        {
            for (var i = 0; Volatile.Read(ref alive); i++)
            {
                var key = keys[i % keys.Length];
                var machine = $"r{round}-c{caller}-{i}";
                if (await TryActivate(server.Url, product, key, machine) && key == keys[0])
                {
                    answered[machine] = true;
                    if (Interlocked.Increment(ref inThisRound) == EnoughPerRound)
                        enough.SetResult();
                }
            }
        }).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await server.Kill();
        Volatile.Write(ref alive, false);
        await Task.WhenAll(callers);
    }

    private async Task Check(ServerProcess server, string open, string capped, string floating)
    {
        var kept = (await server.Admin.GetLicense(open)).Activations.Select(activation => activation.Fingerprint).ToHashSet();
        Assert.Empty(answered.Keys.Except(kept));
        Assert.InRange((await server.Admin.GetLicense(capped)).MachinesUsed, 0, 5);
        Assert.InRange((await server.Admin.GetLicense(floating)).License.SeatsUsed, 0, 3);
    }

    private static Task<string> Sell(ServerProcess server, string product, CreateLicenseRequest terms) => server.Admin.CreateLicense(new()
    {
        Email = "artist@studio.example",
        ProductId = product,
        Variant = terms.Variant,
        MaxMachines = terms.MaxMachines,
        LicenseType = terms.LicenseType,
        MaxConcurrent = terms.MaxConcurrent,
    });

    private static async Task<bool> TryActivate(string url, string productId, string licenseKey, string machineFingerprint)
    {
        try
        {
            using var response = await Http.PostAsJsonAsync(
                url + "/activate", new { licenseKey, machineFingerprint, hostname = "h", productId });
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            // Cut off by the kill: nobody was told that it worked.
            return false;
        }
    }
}
