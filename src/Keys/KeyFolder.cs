using System.Security.Cryptography;
using System.Text;
using CgLicense.Protocol;

namespace CgLicense.Keys;

/// <summary>
/// The key files of a server: <c>root.pub.pem</c>, <c>keyset.jws</c>, and per signing key <c>KID.pem</c> (private) with
/// <c>KID.sig</c>, the root's signature of its public PEM. The root's private key, <c>root.pem</c>, starts here and
/// belongs somewhere else. Files are replaced whole, so that a crash leaves the old or the new, never half of one.
/// </summary>
public sealed class KeyFolder(string path)
{
    public const string RootFile = "root.pem";

    private const int SecretLength = 32;

    public string Path { get; } = path;

    /// <summary>The key set is written last; with it, everything else is there.</summary>
    public bool IsEmpty => !File.Exists(PathOf("keyset.jws"));

    public bool HasRootKey => File.Exists(PathOf(RootFile));

    /// <summary>The root's public key, PEM without a final newline.</summary>
    public string RootPublicPem => File.ReadAllText(PathOf("root.pub.pem")).Trim();

    /// <summary>Changes when the key set does: what a running server watches.</summary>
    public DateTime KeySetWrittenAt => File.GetLastWriteTimeUtc(PathOf("keyset.jws"));

    /// <summary>The verified key set.</summary>
    /// <exception cref="KeyFolderException">It is not signed by the root key that lies beside it.</exception>
    public KeySet ReadKeySet() =>
        KeySet.TryRead(File.ReadAllText(PathOf("keyset.jws")).Trim(), RsaPublicKey.FromPem(RootPublicPem))
        ?? throw new KeyFolderException(
            $"keyset.jws in {Path} is not signed by root.pub.pem there. Restore both files from the same backup.");

    public bool HasSigningKey(string kid) => File.Exists(PathOf(kid + ".pem"));

    /// <summary>The private half of a signing key; null when it is not kept here.</summary>
    public SigningKey? ReadSigningKey(string kid) =>
        HasSigningKey(kid) ? SigningKey.FromPem(File.ReadAllText(PathOf(kid + ".pem"))) : null;

    public string ReadRootSignature(string kid) => File.ReadAllText(PathOf(kid + ".sig")).Trim();

    /// <summary>The root's private key, from here or from where it is kept.</summary>
    /// <exception cref="KeyFolderException">It is not to be found, or it is another root than this folder's.</exception>
    public SigningKey ReadRootKey(string? file)
    {
        var from = file ?? PathOf(RootFile);
        if (!File.Exists(from))
            throw new KeyFolderException($"The root key is not at {from}. Say where it is kept with --root FILE.") { IsMissing = true };
        var root = SigningKey.FromPem(File.ReadAllText(from));
        return root.PublicPem == RootPublicPem
            ? root
            : throw new KeyFolderException($"{from} is not the root key of {Path}: their public halves differ.");
    }

    public void Create() => OwnFolder.Create(Path);

    /// <summary>The right to fill the folder, until it is disposed; null while another process has it. A crash gives it back.</summary>
    public IDisposable? TryLock()
    {
        Create();
        try
        {
            return new FileStream(PathOf("keys.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// 32 secret bytes that all nodes of a group share, as base64 in a file of their own. Made where they are missing:
    /// servers that start at once agree on the same ones.
    /// </summary>
    /// <exception cref="KeyFolderException">The file is there and holds something else.</exception>
    public async Task<byte[]> OpenSecretBytes(string name)
    {
        while (!File.Exists(PathOf(name)))
        {
            using var mine = TryLock();
            if (mine is null)
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            else if (!File.Exists(PathOf(name)))
                Write(PathOf(name), Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretLength)) + "\n");
        }

        var bytes = new byte[SecretLength];
        return Convert.TryFromBase64String(File.ReadAllText(PathOf(name)).Trim(), bytes, out var length) && length == SecretLength
            ? bytes
            : throw new KeyFolderException($"{PathOf(name)} is damaged. Restore it from a backup.");
    }

    public void WriteRootPublic(SigningKey root) => Write(PathOf("root.pub.pem"), root.PublicPem + "\n");

    public void WriteRootKey(SigningKey root, string? file) => Write(file ?? PathOf(RootFile), root.ToPem() + "\n");

    public void WriteSigningKey(SigningKey key, SigningKey root)
    {
        Write(PathOf(key.Kid + ".pem"), key.ToPem() + "\n");
        Write(PathOf(key.Kid + ".sig"), Convert.ToBase64String(root.Sign(Encoding.ASCII.GetBytes(key.PublicPem))) + "\n");
    }

    public void WriteKeySet(KeySetPayload payload, SigningKey root) => Write(
        PathOf("keyset.jws"), JwsWriter.Write(root, "cglicense-keyset+jwt", payload, ProtocolJson.Wire.KeySetPayload) + "\n");

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private static void Write(string file, string text)
    {
        var temporary = file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file, overwrite: true);
    }
}

/// <summary>The key files do not belong together or something is missing; the message says what to do.</summary>
public sealed class KeyFolderException(string message) : Exception(message)
{
    /// <summary>True when something that was named is not there; false when it is there and cannot be used so.</summary>
    public bool IsMissing { get; init; }
}
