using System.Security.Cryptography;
using System.Text;

namespace CgLicense.Tests;

/// <summary>The private keys of <c>contract/keys</c>: with them a test signs what only their thief could.</summary>
internal static class PublishedKeys
{
    private static readonly string Folder = Path.Combine(Root(), "contract", "keys");

    public static RSA Read(string name)
    {
        var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(Folder, name + ".pem")));
        return key;
    }

    public static string PublicPem(string name)
    {
        using var key = Read(name);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>A compact JWS, made with the framework's own code and none of ours.</summary>
    public static string Sign(string name, string header, string payload)
    {
        using var key = Read(name);
        var text = Encode(Encoding.UTF8.GetBytes(header)) + "." + Encode(Encoding.UTF8.GetBytes(payload));
        return text + "." + Encode(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public static string Encode(byte[] data) => System.Buffers.Text.Base64Url.EncodeToString(data);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CgLicense.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("These tests run inside the repository: no CgLicense.slnx above them.");
        }

        return folder;
    }
}
