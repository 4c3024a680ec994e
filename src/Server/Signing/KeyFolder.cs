using System.Text.Json;
using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Signing;

/// <summary>
/// The key files of a server: <c>root.pem</c> (private; keep it elsewhere in production), <c>root.pub.pem</c>,
/// <c>keyset.jws</c>, and per signing key <c>KID.pem</c> (private) with <c>KID.sig</c>, the root's signature of its
/// public PEM. Files are replaced whole, so that a crash leaves the old or the new, never half of one.
/// </summary>
internal sealed class KeyFolder(string path)
{
    /// <summary>Long, because an unrotated key must not stop artists; rotation is a duty, not a deadline.</summary>
    private static readonly TimeSpan SigningKeyLife = TimeSpan.FromDays(3650);

    public string RootPublicPem => File.ReadAllText(PathOf("root.pub.pem"));

    public string KeySetText => File.ReadAllText(PathOf("keyset.jws")).Trim();

    public bool HasRootKey => File.Exists(PathOf("root.pem"));

    public bool IsEmpty => !File.Exists(PathOf("keyset.jws"));

    public SigningKey? SigningKey(string kid) =>
        File.Exists(PathOf(kid + ".pem")) ? Signing.SigningKey.FromPem(File.ReadAllText(PathOf(kid + ".pem"))) : null;

    public string RootSignature(string kid) => File.ReadAllText(PathOf(kid + ".sig")).Trim();

    /// <summary>A root key, a first signing key and the set that names it.</summary>
    public void Create(DateTimeOffset now)
    {
        OwnFolder.Create(path);
        using var root = Signing.SigningKey.Generate(3072);
        using var signing = Signing.SigningKey.Generate(2048);
        var keySet = new KeySetPayload
        {
            Version = 1,
            IssuedAt = now.ToUnixTimeSeconds(),
            Keys =
            [
                new KeySetRow
                {
                    Kid = signing.Kid,
                    N = signing.PublicKey.N,
                    E = signing.PublicKey.E,
                    Nbf = now.ToUnixTimeSeconds(),
                    Exp = (now + SigningKeyLife).ToUnixTimeSeconds(),
                },
            ],
        };
        Write("root.pem", root.ToPem() + "\n");
        Write("root.pub.pem", root.PublicPem + "\n");
        Write(signing.Kid + ".pem", signing.ToPem() + "\n");
        Write(signing.Kid + ".sig", Convert.ToBase64String(root.Sign(System.Text.Encoding.ASCII.GetBytes(signing.PublicPem))) + "\n");
        // Last: its presence says that all the others are there.
        Write("keyset.jws", JwsWriter.Write(root, "cglicense-keyset+jwt", keySet, ProtocolJson.Wire.KeySetPayload) + "\n");
    }

    private string PathOf(string name) => Path.Combine(path, name);

    private void Write(string name, string text)
    {
        var temporary = PathOf(name + ".new");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, PathOf(name), overwrite: true);
    }
}
