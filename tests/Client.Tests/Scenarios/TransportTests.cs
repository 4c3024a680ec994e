using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

/// <summary>TLS, redirects and proxies, in processes of their own because the environment decides.</summary>
public sealed class TransportTests(RunningServer server)
{
    [Fact]
    public async Task A_certificate_from_the_environments_file_is_believed_and_an_unknown_one_is_not()
    {
        using var certificates = new TestCertificates("localhost");
        await using var front = new TlsFront(server.Url, certificates);
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            Assert.Contains("LicenseNetworkException", await Probe.Run(machine, front.Url, ["activate", key]), StringComparison.Ordinal);
            Assert.Equal("active", await Probe.Run(machine, front.Url, ["activate", key], CertificateFile(machine, certificates)));
        }
    }

    [Fact]
    public async Task A_redirect_from_http_to_https_of_the_same_host_is_followed()
    {
        using var certificates = new TestCertificates("localhost");
        await using var front = new TlsFront(server.Url, certificates);
        await using var plain = BrokenServer.Answering("308 Permanent Redirect", "", $"Location: {front.Url}/verify-nothing");
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            var url = $"http://localhost:{plain.Port}";
            var failure = await Probe.Run(machine, url, ["activate", key], CertificateFile(machine, certificates));
            // Only the real server, behind the redirect, says this.
            Assert.Contains("No such endpoint", failure, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_proxy_carries_the_requests_and_a_pinned_root_allows_plain_http()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        var root = await File.ReadAllTextAsync(
            Path.Combine(server.Process.DataFolder, "keys", "root.pub.pem"), TestContext.Current.CancellationToken);
        using (machine)
        {
            // The server itself takes requests in the form that is sent to proxies (RFC 9112 section 3.2.2).
            var proxied = await Probe.Run(
                machine, "http://licenses.invalid", ["activate", key], ("HTTP_PROXY", server.Url), ("http_proxy", server.Url), ("PROBE_ROOT_KEY", root));
            Assert.Equal("active", proxied);
            var direct = await Probe.Run(
                machine, "http://licenses.invalid", ["deactivate"],
                ("HTTP_PROXY", server.Url), ("http_proxy", server.Url), ("NO_PROXY", "invalid"), ("no_proxy", "invalid"), ("PROBE_ROOT_KEY", root));
            Assert.Equal(ErrorCodes.Network, direct);
        }
    }

    private static (string Name, string Value) CertificateFile(Machine machine, TestCertificates certificates)
    {
        var file = Path.Combine(machine.Folder, "roots.pem");
        File.WriteAllText(file, certificates.RootPem);
        return ("SSL_CERT_FILE", file);
    }
}
