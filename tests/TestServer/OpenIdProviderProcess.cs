using System.Diagnostics;
using System.Text.Json;

namespace CgLicense.TestServer;

/// <summary><c>tests/external/openid-provider.mjs</c> as a process: an OpenID provider that others wrote.</summary>
public sealed class OpenIdProviderProcess : IAsyncDisposable
{
    public const string ClientSecret = "a-client-secret: 50% & more+";

    private readonly Process process;

    private OpenIdProviderProcess(Process process, string issuer) => (this.process, Issuer) = (process, issuer);

    /// <summary>Its address, and what it calls itself.</summary>
    public string Issuer { get; }

    /// <param name="server">Where people are sent back to: the license server's address, without a slash at its end.</param>
    public static async Task<OpenIdProviderProcess> Start(string server)
    {
        var folder = Path.Combine(RepositoryRoot.Path, "tests", "external");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "oidc-provider")))
            throw new InvalidOperationException("The public provider is not installed: run 'npm ci' in tests/external, as ./test.sh does.");
        var start = new ProcessStartInfo("node", ["openid-provider.mjs", server + "/oidc/callback"])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) =>
        {
            // It warns, in words, that it is for development only.
            if (line.Data is ['{', ..] json)
                listening.TrySetResult(JsonDocument.Parse(json).RootElement.GetProperty("issuer").GetString()!);
        };
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("The provider ended before it was there."));
        process.Start();
        process.BeginOutputReadLine();
        return new(process, await listening.Task.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    /// <summary>The license server's settings for it: Ann is an admin, whoever is in the group <c>studio-one</c> acts for that creator.</summary>
    /// <param name="server">The license server's address.</param>
    public Dictionary<string, string> Settings(string server) => new()
    {
        ["CGLICENSE_PUBLIC_URL"] = server,
        ["CGLICENSE_OIDC_AUTHORITY"] = Issuer,
        ["CGLICENSE_OIDC_CLIENT_ID"] = "cglicense",
        ["CGLICENSE_OIDC_CLIENT_SECRET"] = ClientSecret,
        ["CGLICENSE_OIDC_ADMINS"] = "ann@studio.example,mallory@studio.example",
        ["CGLICENSE_OIDC_CREATORS"] = "studio-one:groups=studio-one",
        ["CGLICENSE_OIDC_SCOPES"] = "openid email groups",
    };

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
