using System.Net.Http.Headers;
using System.Text;
using CgLicense.Keys;
using CgLicense.Server;

namespace CgLicense.TimelineServer;

/// <summary>One timeline's world: a fresh server on day 0, and the gate before it.</summary>
internal sealed class World : IAsyncDisposable
{
    private const string AdminSecret = "a-secret-for-timelines-only-0123456789";

    private readonly LicenseServer server;
    private readonly SetClock clock;
    private readonly string folder;
    private readonly HttpClient admin;

    private World(LicenseServer server, SetClock clock, string folder)
    {
        this.server = server;
        this.clock = clock;
        this.folder = folder;
        var address = new Uri(server.App.Urls.First());
        admin = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", AdminSecret) },
        };
        Gate = new Gate(address.Port);
    }

    public Gate Gate { get; }

    /// <param name="keys">A key folder that is copied, because making keys takes longer than a whole timeline.</param>
    public static async Task<World> Open(string keys)
    {
        var folder = Directory.CreateTempSubdirectory("cglicense-timeline-").FullName;
        var copies = Directory.CreateDirectory(Path.Combine(folder, "keys"));
        foreach (var file in Directory.GetFiles(keys))
            File.Copy(file, Path.Combine(copies.FullName, Path.GetFileName(file)));
        var clock = new SetClock();
        var options = ServerOptions.Read([], name => name switch
        {
            "CGLICENSE_URLS" => "http://127.0.0.1:0",
            "CGLICENSE_DATA" => folder,
            "CGLICENSE_ADMIN_SECRET" => AdminSecret,
            _ => null,
        });
        var server = await LicenseServer.Build(options, clock);
        await server.App.StartAsync();
        return new World(server, clock, folder);
    }

    public void SetTime(DateTimeOffset time)
    {
        clock.Set(time);
        server.Keys.Refresh(time);
    }

    /// <summary>What a seller does, past the gate; the server's answer, also when it refuses.</summary>
    public async Task<string> Admin(string route, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await admin.PostAsync(route, body);
        return await response.Content.ReadAsStringAsync();
    }

    public void RotateKey() => ChangeKeys((keys, now) => KeyCeremony.Rotate(keys, null, KeyCeremony.DefaultOverlap, now));

    public void RevokeKey() =>
        ChangeKeys((keys, now) => KeyCeremony.Revoke(keys, null, server.Keys.Current.Signing.Kid, now));

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        admin.Dispose();
        await server.App.StopAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private void ChangeKeys(Action<KeyFolder, DateTimeOffset> ceremony)
    {
        ceremony(new KeyFolder(Path.Combine(folder, "keys")), clock.GetUtcNow());
        server.Keys.Refresh(clock.GetUtcNow());
    }
}
