using System.Text.Json;
using CgLicense.Protocol;
using CgLicense.Server.Storage;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Access;

/// <summary>Logs travel and databases are copied: neither may hold what opens a door.</summary>
public sealed class SecretsTests
{
    [Fact]
    public async Task Nothing_secret_is_ever_logged()
    {
        await using var server = await ServerProcess.Start();
        var secrets = await Exercise(server);
        using (var damaged = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={server.DataFolder}/cglicense.db;Pooling=False"))
        {
            // Provokes the log lines of an outage too.
            await damaged.OpenAsync();
            await using var command = damaged.CreateCommand();
            command.CommandText = "ALTER TABLE activation RENAME TO gone";
            await command.ExecuteNonQueryAsync();
        }

        await Send(server, "/activate", secrets, null);
        await Send(server, "/getLicense", secrets, ServerProcess.AdminSecret);
        await server.Stop();
        Assert.Contains("answered 503", server.Output, StringComparison.Ordinal);
        Assert.Contains("deprecated", server.Output, StringComparison.Ordinal);
        foreach (var (name, secret) in secrets)
        {
            Assert.DoesNotContain(secret, server.Output, StringComparison.OrdinalIgnoreCase);
            if (name == "token")
                Assert.All(secret.Split('.'), part => Assert.DoesNotContain(part, server.Output, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_database_holds_no_credential_in_clear_and_no_license_key_outside_its_own_row()
    {
        await using var server = await ServerProcess.Start();
        var secrets = await Exercise(server);
        await server.Stop();
        await using var database = new SqliteDatabase(Path.Combine(server.DataFolder, "cglicense.db"));
        var dump = await TableDump.Of(database);
        Assert.Contains("idempotency: ", dump, StringComparison.Ordinal);
        foreach (var name in new[] { "adminSecret", "apiKey", "token" })
            Assert.DoesNotContain(secrets[name], dump, StringComparison.Ordinal);
        Assert.Equal(
            ["license"],
            dump.Split('\n').Where(line => line.Contains(secrets["licenseKey"], StringComparison.Ordinal)).Select(line => line.Split(':')[0]).Distinct());
    }

    [Fact]
    public async Task A_secret_that_the_server_made_itself_is_shown_on_the_first_start_only()
    {
        var folder = Directory.CreateTempSubdirectory("cglicense-test-").FullName;
        var noSecret = new Dictionary<string, string> { ["CGLICENSE_ADMIN_SECRET"] = "" };
        string secret;
        await using (var first = await ServerProcess.Start(folder, environment: noSecret))
        {
            await first.Stop();
            secret = first.Output.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith("cgla_", StringComparison.Ordinal));
        }

        await using (var second = await ServerProcess.Start(folder, environment: noSecret))
        {
            await new AdminCalls(second.Url, secret).CreateProduct();
            await second.Stop();
            Assert.DoesNotContain("cgla_", second.Output, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Good calls and bad ones, with every secret in every place a caller might put it.</summary>
    private static async Task<Dictionary<string, string>> Exercise(ServerProcess server)
    {
        var product = await server.Admin.CreateProduct();
        var apiKey = (await server.Admin.Post(
            "/createApiKey", new CreateApiKeyRequest { CreatorId = "creator", Name = "shop" },
            ProtocolJson.Wire.CreateApiKeyRequest, ProtocolJson.Wire.CreateApiKeyAnswer)).ApiKey;
        var sold = await Send(
            server, "/createLicense", new() { ["email"] = "artist@studio.example", ["productId"] = product }, ServerProcess.AdminSecret, once: "once-1");
        var secrets = new Dictionary<string, string>
        {
            ["adminSecret"] = ServerProcess.AdminSecret,
            ["apiKey"] = apiKey,
            ["licenseKey"] = sold.GetProperty("licenseKey").GetString()!,
        };
        var machine = new Dictionary<string, string>(secrets)
        {
            ["machineFingerprint"] = "m", ["hostname"] = "h", ["productId"] = product,
        };
        secrets["token"] = machine["token"] = (await Send(server, "/activate", machine, null)).GetProperty("token").GetString()!;
        foreach (var path in new[] { "/activate", "/validate", "/heartbeat", "/verify", "/getLicense", "/updateLicense", "/no-such-endpoint" })
        {
            await Send(server, path, machine, null);
            await Send(server, path, machine, apiKey);
            await Send(server, path, new(machine) { ["licenseKey"] = machine["licenseKey"] + "\u0007" }, null);
            await Send(server, $"{path}?apiKey={apiKey}&licenseKey={machine["licenseKey"]}", [], null);
        }

        return secrets;
    }

    private static async Task<JsonElement> Send(
        ServerProcess server, string path, Dictionary<string, string> body, string? bearer, string? once = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Url + path) { Content = new StringContent(JsonSerializer.Serialize(body)) };
        if (bearer is not null)
            request.Headers.Authorization = new("Bearer", bearer);
        if (once is not null)
            request.Headers.Add("Idempotency-Key", once);
        using var response = await http.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
