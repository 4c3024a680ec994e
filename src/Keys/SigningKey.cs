using System.Collections.Concurrent;
using System.Security.Cryptography;
using CgLicense.Protocol;

namespace CgLicense.Keys;

/// <summary>A private RSA key that signs RS256. Safe to use from many threads: each takes an RSA object of its own.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ConcurrentBag<RSA> idle = [];
    private readonly RSAParameters parameters;

    private SigningKey(RSA rsa)
    {
        parameters = rsa.ExportParameters(includePrivateParameters: true);
        PublicPem = rsa.ExportSubjectPublicKeyInfoPem();
        PublicKey = new RsaPublicKey(parameters.Modulus!, parameters.Exponent!);
        Kid = PublicKey.Thumbprint();
        idle.Add(rsa);
    }

    public string Kid { get; }

    /// <summary>SubjectPublicKeyInfo in PEM, LF line ends, no final newline: the exact bytes the root signs.</summary>
    public string PublicPem { get; }

    public RsaPublicKey PublicKey { get; }

    public static SigningKey Generate(int bits) => new(RSA.Create(bits));

    public static SigningKey FromPem(string pem)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return new SigningKey(rsa);
    }

    public string ToPem()
    {
        using var rsa = RSA.Create(parameters);
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        if (!idle.TryTake(out var rsa))
            rsa = RSA.Create(parameters);
        try
        {
            return rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        finally
        {
            idle.Add(rsa);
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var rsa))
            rsa.Dispose();
    }
}
