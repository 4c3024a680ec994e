using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

public sealed class CertificateFileTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly TestCertificates ours = new("licenses.example.com");
    private readonly TestCertificates others = new("licenses.example.com");

    public CertificateFileTests() => File.WriteAllText(file, "# the studio's own\n" + others.RootPem + "\n" + ours.RootPem);

    public void Dispose()
    {
        File.Delete(file);
        ours.Dispose();
        others.Dispose();
    }

    [Fact]
    public void A_certificate_below_a_root_of_the_file_is_accepted() =>
        Assert.True(Accepts(ours.Server, SslPolicyErrors.RemoteCertificateChainErrors));

    [Fact]
    public void A_certificate_below_another_root_is_refused()
    {
        using var stranger = new TestCertificates("licenses.example.com");
        Assert.False(Accepts(stranger.Server, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    [Fact]
    public void A_certificate_that_is_over_is_refused()
    {
        using var old = new TestCertificates("licenses.example.com", TimeProvider.System.GetUtcNow().AddDays(-1));
        File.AppendAllText(file, "\n" + old.RootPem);
        Assert.False(Accepts(old.Server, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    [Fact]
    public void A_wrong_host_name_stays_wrong() => Assert.False(
        Accepts(ours.Server, SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch));

    [Fact]
    public void What_the_system_accepts_is_accepted() => Assert.True(Accepts(ours.Server, SslPolicyErrors.None));

    private bool Accepts(X509Certificate2 certificate, SslPolicyErrors errors)
    {
        using var request = new HttpRequestMessage();
        return new CertificateFile(file).Accepts(request, certificate, null, errors);
    }
}
