using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>What the consumer says about one webhook.</summary>
internal sealed record Consumed(bool Verified, string? Id, string? Type, string? LicenseKey, string? Why, string? Body);

/// <summary><c>tests/external/webhook-consumer.mjs</c> as a process: a consumer that verifies with other people's code.</summary>
internal sealed class NodeConsumer : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<Consumed> consumed = new();
    private readonly TaskCompletionSource<int> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim secretTaken = new(0);

    private NodeConsumer(Process process) => this.process = process;

    public string Url => $"http://127.0.0.1:{listening.Task.Result}/webhooks";

    public IReadOnlyList<Consumed> Consumed => [.. consumed];

    public static async Task<NodeConsumer> Start()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "tests", "external");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules", "standardwebhooks")),
            "The public library is not installed: run 'npm ci' in tests/external, as ./test.sh does.");
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("node", ["webhook-consumer.mjs"])
            {
                WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true,
            },
        };
        var consumer = new NodeConsumer(process);
        process.OutputDataReceived += (_, line) => consumer.Note(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        await consumer.listening.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return consumer;
    }

    /// <summary>Verifies with this secret from now on.</summary>
    public async Task Trust(string secret)
    {
        await process.StandardInput.WriteLineAsync(secret);
        await process.StandardInput.FlushAsync();
        Assert.True(await secretTaken.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        var said = JsonDocument.Parse(line).RootElement;
        if (said.TryGetProperty("listening", out var port))
            listening.SetResult(port.GetInt32());
        else if (said.TryGetProperty("secret", out _))
            secretTaken.Release();
        else
            consumed.Enqueue(said.Deserialize<Consumed>(JsonSerializerOptions.Web)!);
    }
}
