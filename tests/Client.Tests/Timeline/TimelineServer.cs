using System.Diagnostics;
using System.Text.Json.Nodes;
using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

/// <summary>The process of tests/TimelineServer: the real server with a clock that can be set. One for all timelines.</summary>
public sealed class TimelineServer : IDisposable
{
    private readonly Process process;

    public TimelineServer()
    {
        var path = Environment.GetEnvironmentVariable("CGLICENSE_TEST_TIMELINE") is { Length: > 0 } given
            ? given
            : Path.Combine(RepositoryRoot.Path, "artifacts", "bin", "CgLicense.TimelineServer", "debug", "cglicense-timeline");
        process = Process.Start(new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        // A full pipe would stop the server.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    public JsonNode Ask(string command)
    {
        process.StandardInput.WriteLine(command);
        process.StandardInput.Flush();
        var answer = JsonNode.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"It ended at: {command}"))!;
        return answer["error"] is { } error ? throw new InvalidOperationException(error.ToString()) : answer;
    }

    public JsonNode Admin(string route, JsonObject body) => Ask($"admin {route} {body.ToJsonString()}");

    public void Dispose()
    {
        process.StandardInput.Dispose();
        process.WaitForExit();
        process.Dispose();
    }
}
