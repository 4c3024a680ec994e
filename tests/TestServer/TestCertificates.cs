using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CgLicense.TestServer;

/// <summary>A root certificate and a server certificate below it.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly X509Certificate2 root;

    /// <param name="host">The server's DNS name.</param>
    /// <param name="end">When the server's certificate ends; null is in a month.</param>
    public TestCertificates(string host, DateTimeOffset? end = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest($"CN=Test root {Guid.NewGuid():N}", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root = rootRequest.CreateSelfSigned(now.AddDays(-30), now.AddDays(60));

        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(root, now.AddDays(-20), end ?? now.AddDays(30), RandomNumberGenerator.GetBytes(8));
        Server = bare.CopyWithPrivateKey(key);
    }

    public X509Certificate2 Server { get; }

    public string RootPem => root.ExportCertificatePem();

    public void Dispose()
    {
        root.Dispose();
        Server.Dispose();
    }
}
