using CgLicense.Cli.Tests.Running;
using CgLicense.TestServer;

namespace CgLicense.Cli.Tests;

public class SecretTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task No_secret_is_ever_echoed()
    {
        using var cli = new CommandLine(server.Url).With("CGLICENSE_API_KEY", "cgls_env_api_key_0123456789");
        (await cli.Run("product create quiet --name x --creator anna")).Succeeds();
        var key = (await cli.Run("license create --product quiet --email anna@example.com --json")).As(ProtocolJson.Wire.CreateLicenseAnswer).LicenseKey;
        string[] lines =
        [
            "--help", "product list --help", "product list", "product list --admin-secret given-secret-0123456789",
            "product list --admin-secrt=given-secret-0123456789", "product list --api-key given-secret-0123456789 --server http://127.0.0.1:1",
            "product list --admin-secret given-secret-0123456789 --server http://licenses.example.com",
            $"activate {key} --product quiet", "status --product quiet", "status --product quiet --json", "check --product quiet --json",
            "activate --help", "key revoke given-secret-0123456789",
        ];
        foreach (var line in lines)
        {
            var said = (await cli.Run(line)).Everything;
            foreach (var secret in (string[])[ServerProcess.AdminSecret, "given-secret-0123456789", "cgls_env_api_key_0123456789", CommandLine.Salt, key])
                Assert.False(said.Contains(secret, StringComparison.Ordinal), $"{line} says {secret}: {said}");
        }
    }

    [Fact]
    public async Task A_credential_is_not_sent_over_plain_http_to_another_machine_unless_told_to()
    {
        using var cli = new CommandLine("http://licenses.invalid");
        var refused = await cli.Run("product list");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--allow-http", refused.Error);
        Assert.Equal(8, (await cli.Run("product list --allow-http")).ExitCode);
    }

    [Fact]
    public async Task A_server_that_cannot_prove_its_name_gets_no_credential()
    {
        using var certificates = new TestCertificates("localhost");
        await using var front = new TlsFront(server.Url, certificates);
        using var cli = new CommandLine(front.Url);
        Assert.Equal(8, (await cli.Run("product list")).ExitCode);

        var roots = Path.Combine(cli.Home, "roots.pem");
        await File.WriteAllTextAsync(roots, certificates.RootPem, TestContext.Current.CancellationToken);
        (await cli.With("SSL_CERT_FILE", roots).Run("product list")).Succeeds();
    }

    [Fact]
    public async Task A_credential_does_not_follow_a_redirect()
    {
        await using var elsewhere = BrokenServer.Answering("200 OK", """{"success":true,"products":[]}""");
        await using var redirecting = BrokenServer.Answering("307 Temporary Redirect", "", $"Location: {elsewhere.Url}/listProducts");
        using var cli = new CommandLine(redirecting.Url);
        var run = await cli.Run("product list");
        Assert.Equal((8, 0), (run.ExitCode, elsewhere.Connections));
        Assert.Contains("redirects to", run.Error);
    }

    [Fact]
    public async Task An_api_key_sees_its_own_creator_only()
    {
        using var admin = new CommandLine(server.Url);
        (await admin.Run("product create mine --name x --creator bea")).Succeeds();
        (await admin.Run("product create theirs --name x --creator carl")).Succeeds();
        var apiKey = (await admin.Run("key create --creator bea --name shop --json")).As(ProtocolJson.Wire.CreateApiKeyAnswer).ApiKey;

        using var creator = new CommandLine(server.Url, adminSecret: null).With("CGLICENSE_API_KEY", apiKey);
        var products = (await creator.Run("product list --json")).As(ProtocolJson.Wire.ListProductsAnswer).Products;
        Assert.Equal("mine", Assert.Single(products).ProductId);
        Assert.Equal(6, (await creator.Run("variant list theirs")).ExitCode);
        Assert.Equal(5, (await creator.Run("key list")).ExitCode);
        var asFlag = (await admin.Run($"product list --json --api-key {apiKey}")).As(ProtocolJson.Wire.ListProductsAnswer).Products;
        Assert.Equal("mine", Assert.Single(asFlag).ProductId);

        (await admin.Run("key revoke shop")).Succeeds();
        Assert.Equal(5, (await creator.Run("product list")).ExitCode);
    }
}
