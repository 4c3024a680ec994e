using System.Security.Cryptography;
using System.Text;
using CsCheck;

namespace CgLicense.Protocol.Tests;

public sealed class SealedFileTests
{
    private static readonly Gen<(byte[] Plain, string Fingerprint, string Salt, byte[] Nonce)> AnyFile = Gen.Select(
        Gen.Byte.Array[0, 200],
        Gen.Byte.Array[32].Select(Convert.ToHexStringLower),
        Gen.String[1, 80].Where(IsUnicode),
        Gen.Byte.Array[SealedFile.NonceBytes]);

    public static TheoryData<string> GoodNames => [.. Good.Select(vector => vector.Name)];

    public static TheoryData<string> BadNames => [.. Bad.Select(vector => vector.Name)];

    private static IReadOnlyList<Vector> Good { get; } = Contract.Rows<Vector>("cache/vectors.json", "good");

    private static IReadOnlyList<Vector> Bad { get; } = Contract.Rows<Vector>("cache/vectors.json", "bad");

    [Theory, MemberData(nameof(GoodNames))]
    public void A_good_vector_opens_and_seals_to_the_same_bytes(string name)
    {
        var vector = Good.Single(row => row.Name == name);
        var plaintext = Encoding.UTF8.GetBytes(vector.Plaintext);
        var file = Convert.FromBase64String(vector.FileBase64);
        Assert.Equal(plaintext, SealedFile.TryOpen(file, vector.Fingerprint, vector.Salt));
        Assert.Equal(file, SealedFile.Seal(plaintext, vector.Fingerprint, vector.Salt, Convert.FromHexString(vector.NonceHex)));
    }

    [Theory, MemberData(nameof(BadNames))]
    public void A_bad_vector_does_not_open(string name)
    {
        var vector = Bad.Single(row => row.Name == name);
        Assert.Null(SealedFile.TryOpen(Convert.FromBase64String(vector.FileBase64), vector.Fingerprint, vector.Salt));
    }

    [Fact]
    public void What_is_sealed_opens_again() => AnyFile.Sample(file =>
        SealedFile.TryOpen(Seal(file), file.Fingerprint, file.Salt)!.SequenceEqual(file.Plain));

    [Fact]
    public void Any_edit_shows() => Gen.Select(AnyFile, Gen.Int[0, int.MaxValue], Gen.Int[1, 255]).Sample((file, at, change) =>
    {
        var bytes = Seal(file);
        bytes[at % bytes.Length] ^= (byte)change;
        return SealedFile.TryOpen(bytes, file.Fingerprint, file.Salt) is null;
    });

    [Fact]
    public void Any_cut_shows() => Gen.Select(AnyFile, Gen.Int[0, int.MaxValue]).Sample((file, at) =>
    {
        var bytes = Seal(file);
        return SealedFile.TryOpen(bytes[..(at % bytes.Length)], file.Fingerprint, file.Salt) is null;
    });

    [Fact]
    public void Every_bit_of_a_file_counts()
    {
        var bytes = SealedFile.Seal([1, 2, 3], "fp", "salt", new byte[SealedFile.NonceBytes]);
        Assert.All(Edits.OfOneBit(bytes), edited => Assert.Null(SealedFile.TryOpen(edited, "fp", "salt")));
        Assert.Null(SealedFile.TryOpen([.. bytes, 0], "fp", "salt"));
    }

    /// <summary>By the framework's own HKDF; 257 blocks are where the counter needs a second byte.</summary>
    [Theory, InlineData(0), InlineData(1), InlineData(31), InlineData(32), InlineData(33), InlineData(64), InlineData(257 * 32)]
    public void A_file_of_any_length_is_the_contracts_formula(int length)
    {
        byte[] plain = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        byte[] nonce = [.. Enumerable.Range(1, SealedFile.NonceBytes).Select(i => (byte)i)];
        var keys = HKDF.DeriveKey(HashAlgorithmName.SHA256, "fp"u8.ToArray(), 64, "salt"u8.ToArray(), "cglicense/cache/v1"u8.ToArray());
        var stream = Enumerable.Range(0, length / 32 + 1).SelectMany(block =>
            Mac(keys[..32], [.. nonce, 0, 0, (byte)(block / 256), (byte)(block % 256)]));
        byte[] ciphertext = [.. plain.Zip(stream, (data, key) => (byte)(data ^ key))];
        var tag = Mac(keys[32..], [.. "CGL1"u8, .. nonce, .. ciphertext]);
        Assert.Equal([.. "CGL1"u8, .. nonce, .. tag, .. ciphertext], SealedFile.Seal(plain, "fp", "salt", nonce));
    }

    [Fact]
    public void Another_machine_or_salt_cannot_open_it() => Gen.Select(AnyFile, AnyFile).Sample((file, other) =>
        file.Fingerprint == other.Fingerprint || SealedFile.TryOpen(Seal(file), other.Fingerprint, file.Salt) is null
        && (file.Salt == other.Salt || SealedFile.TryOpen(Seal(file), file.Fingerprint, other.Salt) is null));

    [Fact]
    public void A_nonce_of_another_length_is_refused() => Assert.StartsWith(
        "A nonce has 16 bytes.",
        Assert.Throws<ArgumentException>(() => SealedFile.Seal([1], new string('0', 64), "salt", new byte[15])).Message,
        StringComparison.Ordinal);

    private static byte[] Seal((byte[] Plain, string Fingerprint, string Salt, byte[] Nonce) file) =>
        SealedFile.Seal(file.Plain, file.Fingerprint, file.Salt, file.Nonce);

    private static byte[] Mac(byte[] key, byte[] data) => HMACSHA256.HashData(key, data);

    /// <summary>Half a surrogate pair is no text: encoders replace it, and two salts would become one.</summary>
    private static bool IsUnicode(string text) => !text.Any(char.IsSurrogate);

    internal sealed record Vector(string Name, string Fingerprint, string Salt, string NonceHex, string Plaintext, string FileBase64);
}
