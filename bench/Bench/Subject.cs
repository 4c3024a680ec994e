using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CgLicense.TestServer;

namespace CgLicense.Bench;

/// <summary>The native license server under test, on a folder or a PostgreSQL of its own.</summary>
internal sealed class Subject(string folder, string? postgres) : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });
    private ServerProcess? server;

    public string Url => server!.Url;

    public string DatabaseFile => Path.Combine(folder, "cglicense.db");

    public string? Postgres => postgres;

    /// <summary>From the start of the process until it answers <c>/health</c>.</summary>
    public async Task<TimeSpan> Start()
    {
        var began = Stopwatch.GetTimestamp();
        server = await ServerProcess.Start(
            folder, environment: postgres is null ? null : new Dictionary<string, string> { ["CGLICENSE_DATABASE"] = postgres },
            program: Path.Combine(RepositoryRoot.Path, "artifacts", "native", "cglicense-server"));
        (await Http.GetAsync(new Uri(Url + "/health"))).EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(began);
    }

    public async Task Stop()
    {
        await server!.Stop();
        await server.DisposeAsync();
        server = null;
    }

    /// <summary>Megabytes of memory: now, or the most since the start.</summary>
    public double Memory(bool most)
    {
        var status = File.ReadAllText($"/proc/{server!.Id}/status");
        var kilobytes = Regex.Match(status, (most ? "VmHWM" : "VmRSS") + @":\s+(\d+) kB").Groups[1].Value;
        return double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Processor time since the start.</summary>
    public TimeSpan Busy()
    {
        using var process = Process.GetProcessById(server!.Id);
        return process.TotalProcessorTime;
    }

    public async Task<JsonElement> Ask(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url + path) { Content = JsonContent.Create(body, options: JsonSerializerOptions.Web) };
        request.Headers.Authorization = new("Bearer", ServerProcess.AdminSecret);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}: {text}");
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }
}
