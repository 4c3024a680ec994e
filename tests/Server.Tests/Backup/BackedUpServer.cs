using CgLicense.Server.Tests.Processes;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Backup;

/// <summary>A running server with something sold, and one backup of it.</summary>
public sealed class BackedUpServer : IAsyncLifetime
{
    private ServerProcess? server;

    public string Folder { get; } = Directory.CreateTempSubdirectory("cglicense-test-").FullName;

    public string File => Path.Combine(Folder, "backup.tar.gz");

    public string Data => Path.Combine(Folder, "data");

    public CommandResult Made { get; private set; } = new(-1, "", "");

    public string Url => server!.Url;

    public async ValueTask InitializeAsync()
    {
        server = await ServerProcess.Start(Data, environment: new Dictionary<string, string> { ["CGLICENSE_ADMIN_SECRET"] = EngineFixture.AdminSecret });
        var product = await Wire.NewProduct(Url);
        for (var i = 0; i < 3; i++)
            (await (await Wire.Sell(Url, product, "machines")).Ask(Url, "/activate", "m0")).Ok();
        Made = await ServerCommand.Run("backup", File, "--data", Data);
    }

    /// <summary>A folder of this test's own.</summary>
    public string Fresh() => Path.Combine(Folder, Guid.NewGuid().ToString("N"));

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
