using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace CgLicense;

/// <summary>
/// Roots from <c>SSL_CERT_FILE</c>, for studios whose proxy re-signs TLS. They are believed besides the system's own;
/// a wrong host name or an ended certificate stays wrong.
/// </summary>
internal sealed class CertificateFile(string path)
{
    public const string Variable = "SSL_CERT_FILE";

    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    public bool Accepts(HttpRequestMessage request, X509Certificate2? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
            return false;
        var roots = Read();
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.AddRange(roots);
        foreach (var element in presented?.ChainElements.Cast<X509ChainElement>() ?? [])
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        // netstandard2.0 cannot name its own roots: let any root pass here, and look at which one it was below.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        if (!chain.Build(certificate))
            return false;
        var top = chain.ChainElements[chain.ChainElements.Count - 1].Certificate;
        return roots.Cast<X509Certificate2>().Any(root => root.RawData.SequenceEqual(top.RawData));
    }

    private X509Certificate2Collection Read()
    {
        var roots = new X509Certificate2Collection();
        var text = File.ReadAllText(path);
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at + 1, StringComparison.Ordinal))
        {
            var start = at + Begin.Length;
            var end = text.IndexOf(End, start, StringComparison.Ordinal);
            if (end < 0)
                break;
            var der = Convert.FromBase64String(text.Substring(start, end - start));
#if NET
            roots.Add(X509CertificateLoader.LoadCertificate(der));
#else
            roots.Add(new X509Certificate2(der));
#endif
        }

        return roots;
    }
}
