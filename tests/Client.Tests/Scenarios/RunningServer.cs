using CgLicense.TestServer;

[assembly: AssemblyFixture(typeof(CgLicense.Client.Tests.RunningServer))]

namespace CgLicense.Client.Tests;

/// <summary>One real server for all tests that do not stop it; each brings its own product.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    public ServerProcess Process { get; private set; } = null!;

    public AdminCalls Admin => Process.Admin;

    public string Url => Process.Url;

    public async ValueTask InitializeAsync() => Process = await ServerProcess.Start();

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
