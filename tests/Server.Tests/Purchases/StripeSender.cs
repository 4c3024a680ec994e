using System.Diagnostics;
using System.Text.Json.Nodes;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Purchases;

/// <summary><c>tests/external/stripe-sender.mjs</c> as a process: Stripe's own library signs.</summary>
internal sealed class StripeSender(Process process) : IAsyncDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1);

    public static StripeSender Start(string secret)
    {
        var folder = Path.Combine(RepositoryRoot.Path, "tests", "external");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules", "stripe")),
            "The public library is not installed: run 'npm ci' in tests/external, as ./test.sh does.");
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("node", ["stripe-sender.mjs", secret])
            {
                WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true,
            },
        };
        process.Start();
        return new StripeSender(process);
    }

    /// <summary>Delivers an event; status 0 when nobody answered.</summary>
    public async Task<(int Status, string Body)> Send(string url, JsonObject sent)
    {
        await oneAtATime.WaitAsync();
        try
        {
            var line = new JsonObject { ["url"] = url + "/stripeWebhook", ["event"] = sent.DeepClone() }.ToJsonString();
            await process.StandardInput.WriteLineAsync(line);
            await process.StandardInput.FlushAsync();
            var answer = JsonNode.Parse((await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)))!)!;
            return ((int)answer["status"]!, (string)answer["body"]!);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        oneAtATime.Dispose();
    }
}
