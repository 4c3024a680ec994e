using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CgLicense.TestServer;

namespace CgLicense.Cli.Tests.Running;

/// <summary>One real server for the tests of a class.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    public ServerProcess Process { get; private set; } = null!;

    public string Url => Process.Url;

    public async ValueTask InitializeAsync() => Process = await ServerProcess.Start();

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}

/// <summary>Reads a run's JSON as the type it promises.</summary>
internal static class Answers
{
    public static T As<T>(this Run run, JsonTypeInfo<T> type)
    {
        Assert.True(run.Output.Length > 0, $"No output; exit code {run.ExitCode}: {run.Error}");
        return JsonSerializer.Deserialize(run.Output, type)!;
    }

    public static Run Succeeds(this Run run)
    {
        Assert.True(run.ExitCode == 0, $"Exit code {run.ExitCode}: {run.Everything}");
        return run;
    }
}
