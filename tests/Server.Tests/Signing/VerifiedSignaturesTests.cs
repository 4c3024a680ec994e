using System.Text;
using System.Text.Json;
using CgLicense.Keys;
using CgLicense.Protocol;
using CgLicense.Server.Signing;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Signing;

/// <summary>A signature that is known is not checked again; nothing else about a token is taken for known.</summary>
public sealed class VerifiedSignaturesTests : IDisposable
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "contract", "tokens", "vectors.json"))).RootElement;

    private readonly SigningKey key = SigningKey.Generate(2048);
    private readonly SigningKey other = SigningKey.Generate(2048);

    public void Dispose()
    {
        key.Dispose();
        other.Dispose();
    }

    [Fact]
    public void Whoever_has_seen_every_genuine_token_refuses_every_forged_one_all_the_same()
    {
        var keys = KeySet.TryRead(Vectors.GetProperty("keySet").GetString(), RsaPublicKey.FromPem(Vectors.GetProperty("rootPem").GetString()!))!;
        var verified = new VerifiedSignatures(1000);
        TokenReading Read(JsonElement row) => LicenseToken.Read(row.GetProperty("token").GetString(), keys, verified.Verify);
        for (var i = 0; i < 2; i++)
        {
            Assert.All(Rows("good"), row => Assert.IsType<TokenReading.Genuine>(Read(row)));
            Assert.All(Rows("bad"), row => Assert.Equal(
                row.GetProperty("fault").GetString(),
                JsonNamingPolicy.SnakeCaseLower.ConvertName(Assert.IsType<TokenReading.Refused>(Read(row)).Fault.ToString())));
        }
    }

    [Fact]
    public void Every_bit_of_a_known_signature_counts()
    {
        var data = "header.claims"u8.ToArray();
        var signature = key.Sign(data);
        var verified = new VerifiedSignatures(10);
        Assert.True(verified.Verify(key.PublicKey, data, signature));
        Assert.All(Enumerable.Range(0, signature.Length * 8), bit =>
        {
            byte[] edited = [.. signature];
            edited[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(verified.Verify(key.PublicKey, data, edited));
        });
    }

    [Fact]
    public void What_is_known_is_known_of_one_key_one_text_and_one_signature()
    {
        var verified = Claimed(10, 1);
        Assert.True(verified.Verify(key.PublicKey, Text(1), Signature(1)));
        Assert.False(verified.Verify(other.PublicKey, Text(1), Signature(1)));
        Assert.False(verified.Verify(key.PublicKey, Text(2), Signature(1)));
        Assert.False(verified.Verify(key.PublicKey, Text(1), Signature(2)));
        // The same bytes with another border between text and signature.
        Assert.False(verified.Verify(key.PublicKey, Text(1)[..^1], [Text(1)[^1], .. Signature(1)]));
        Assert.False(verified.Verify(key.PublicKey, [.. Text(1), Signature(1)[0]], Signature(1)[1..]));
    }

    [Fact]
    public void A_false_signature_does_not_become_known_by_being_shown()
    {
        var verified = new VerifiedSignatures(10);
        for (var i = 0; i < 3; i++)
            Assert.False(verified.Verify(key.PublicKey, Text(1), Signature(1)));
    }

    [Fact]
    public void The_oldest_are_forgotten_and_those_that_are_shown_again_are_not()
    {
        var verified = Claimed(3, 1, 2, 3, 4);
        Assert.True(verified.Verify(key.PublicKey, Text(1), Signature(1)));
        foreach (var number in new[] { 5, 6, 7 })
            verified.Signed(key.PublicKey, Token(number));
        Assert.False(verified.Verify(key.PublicKey, Text(2), Signature(2)));
        Assert.All([7, 6, 1], number => Assert.True(verified.Verify(key.PublicKey, Text(number), Signature(number)), $"{number}"));
    }

    /// <summary>Knows signatures that no key has made: what it says of them, it says from memory.</summary>
    private VerifiedSignatures Claimed(int capacity, params int[] numbers)
    {
        var verified = new VerifiedSignatures(capacity);
        foreach (var number in numbers)
            verified.Signed(key.PublicKey, Token(number));
        return verified;
    }

    private static IEnumerable<JsonElement> Rows(string list)
    {
        var rows = Vectors.GetProperty(list).EnumerateArray().ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    private static string Token(int number) => Encoding.ASCII.GetString(Text(number)) + "." + Base64Url.Encode(Signature(number));

    private static byte[] Text(int number) => Encoding.ASCII.GetBytes($"header.claims{number}");

    private static byte[] Signature(int number) => [.. Enumerable.Repeat((byte)number, 256)];
}
