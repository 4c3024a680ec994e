using System.Security.Cryptography;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Processes;

/// <summary>A server process that is killed without warning again and again, and comes back at the same address.</summary>
internal sealed class MortalNode(Nodes nodes, ServerProcess first)
{
    /// <summary>Milliseconds that a life lasts, from the moment it listens.</summary>
    private const int ShortestLife = 100;
    private const int LongestLife = 600;

    /// <summary>A busy machine prolongs a life: to be killed before anything was answered proves nothing.</summary>
    private const int FewestAnswers = 80;

    private ServerProcess process = first;

    public string Url { get; } = first.Url;

    public int Kills { get; private set; }

    /// <summary>Lives and dies as often as told, and lives on after the last time.</summary>
    /// <param name="times">How often.</param>
    /// <param name="answered">Answers that all clients have heard so far.</param>
    public async Task Die(int times, Func<int> answered)
    {
        for (; Kills < times; Kills++)
        {
            var before = answered();
            await Task.Delay(RandomNumberGenerator.GetInt32(ShortestLife, LongestLife + 1));
            while (answered() - before < FewestAnswers)
                await Task.Delay(1);
            await process.Kill();
            await process.DisposeAsync();
            process = await nodes.Start(Url);
        }
    }

    public ValueTask End() => process.DisposeAsync();
}
