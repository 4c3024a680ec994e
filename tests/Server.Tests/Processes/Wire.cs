using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CgLicense.Server.Tests.Processes;

/// <summary>Talks to server processes, as hundreds of clients at once.</summary>
internal static class Wire
{
    private static readonly HttpClient Http =
        new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(20) }) { Timeout = TimeSpan.FromSeconds(60) };

    public static async Task<Answer> Get(string url, string pathAndQuery)
    {
        using var response = await Http.GetAsync(new Uri(url + pathAndQuery));
        return await Answer.Of(response, pathAndQuery);
    }

    /// <summary>Whatever the text is: it is sent as JSON.</summary>
    public static async Task<Answer> PostText(string url, string path, string text)
    {
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri(url + path), content);
        return await Answer.Of(response, path);
    }

    public static async Task<Answer> Post(string url, string path, object body, string? bearer = null, string? onceKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url + path) { Content = JsonContent.Create(body, options: JsonSerializerOptions.Web) };
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (onceKey is not null)
            request.Headers.Add("Idempotency-Key", onceKey);
        using var response = await Http.SendAsync(request);
        return await Answer.Of(response, path);
    }

    public static Task<Answer> Admin(string url, string path, object body, string? onceKey = null) =>
        Post(url, path, body, EngineFixture.AdminSecret, onceKey);

    /// <summary>Null when the server is killed before it has answered, or is not there: nobody knows what it did.</summary>
    public static async Task<Answer?> TryPost(string url, string path, object body, string? bearer = null, string? onceKey = null)
    {
        try
        {
            return await Post(url, path, body, bearer, onceKey) is { Status: not 503 } answer ? answer : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>A product with one variant for each way of counting; its limits are the test's, never the hour's.</summary>
    public static async Task<string> NewProduct(string url, int sessionSeconds = 900)
    {
        var slug = "tool-" + Guid.NewGuid().ToString("N")[..12];
        (await Admin(url, "/createProduct", new { name = "Tool", slug, creatorId = "studio-one" })).Ok();
        foreach (var (name, licenseType, seatScope) in new[]
        {
            ("machines", "per-machine", "machine"), ("pool", "floating", "machine"), ("pool-per-process", "floating", "process"),
        })
        {
            (await Admin(url, "/createVariant", new
            {
                productId = slug, name, licenseType, seatScope, maxConcurrent = licenseType == "floating" ? 1 : 0,
                activationsPerHour = 1_000_000, sessionSeconds, heartbeatSeconds = 5,
            })).Ok();
        }

        return slug;
    }

    public static async Task<Key> Sell(string url, string product, string variant, int machines = -1, int seats = 1) => new(
        product, (await Admin(url, "/createLicense", new
        {
            email = "artist@studio.example", productId = product, variant, maxMachines = machines, maxConcurrent = seats,
        })).Ok().String("licenseKey")!);
}

/// <summary>A license key and what a machine sends with it.</summary>
internal sealed record Key(string ProductId, string LicenseKey)
{
    public object Body(string machine, string? session = null) => new
    {
        licenseKey = LicenseKey, productId = ProductId, machineFingerprint = machine, hostname = machine, sessionId = session,
    };

    public Task<Answer> Ask(string url, string path, string machine, string? session = null) => Wire.Post(url, path, Body(machine, session));

    public Task<Answer> Change(string url, string path, object? fields = null)
    {
        var body = JsonSerializer.SerializeToNode(fields ?? new { }, JsonSerializerOptions.Web)!.AsObject();
        body["licenseKey"] = LicenseKey;
        return Wire.Admin(url, path, body);
    }

    public async Task<JsonElement> Record(string url) => (await Change(url, "/getLicense")).Ok()["license"];
}
