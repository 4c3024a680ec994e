using System.Security.Cryptography;
using CsCheck;

namespace CgLicense.Protocol.Tests;

public sealed class RsaPublicKeyTests
{
    private static string RootPem { get; } = Contract.Read("keysets/vectors.json").Text("rootPem");

    [Fact]
    public void Both_PEM_forms_give_the_same_key()
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(RootPem);
        Assert.Equal(
            RsaPublicKey.FromPem(rsa.ExportSubjectPublicKeyInfoPem()).Thumbprint(),
            RsaPublicKey.FromPem(rsa.ExportRSAPublicKeyPem()).Thumbprint());
    }

    [Fact]
    public void Line_ends_and_text_around_the_key_do_not_matter() => Assert.Equal(
        RsaPublicKey.FromPem(RootPem).Thumbprint(),
        RsaPublicKey.FromPem("our root\r\n" + RootPem.ReplaceLineEndings("\r\n") + "\r\nend").Thumbprint());

    [Fact]
    public void The_thumbprint_is_that_of_RFC_7638_section_3_1()
    {
        const string n =
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMst"
            + "n64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91"
            + "CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        Assert.True(Base64Url.TryDecode(n, out var modulus));
        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", new RsaPublicKey(modulus, [1, 0, 1]).Thumbprint());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\n!!!\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN RSA PUBLIC KEY-----\nMAA=\n-----END RSA PUBLIC KEY-----")]
    public void A_text_that_is_no_key_is_refused_as_a_format_error(string pem) =>
        Assert.Throws<FormatException>(() => RsaPublicKey.FromPem(pem));

    [Fact]
    public void A_key_of_another_kind_is_refused()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Throws<FormatException>(() => RsaPublicKey.FromPem(curve.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public void A_key_under_2048_bits_is_refused()
    {
        using var small = RSA.Create(1024);
        Assert.Throws<FormatException>(() => RsaPublicKey.FromPem(small.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public void A_damaged_key_never_fails_in_another_way_than_its_format()
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(RootPem);
        var der = rsa.ExportSubjectPublicKeyInfo();
        Gen.Select(Gen.Int[0, 60], Gen.Byte, Gen.Int[0, der.Length]).Sample((at, value, length) =>
        {
            var damaged = (byte[])der.Clone();
            damaged[at] = value;
            var pem = PemEncoding.WriteString("PUBLIC KEY", damaged.AsSpan(0, length));
            return Record.Exception(() => RsaPublicKey.FromPem(pem)) is null or FormatException;
        });
    }

    [Fact]
    public void A_key_of_nonsense_verifies_nothing_and_does_not_throw() => Gen
        .Select(Gen.Byte.Array[256, 300], Gen.Byte.Array[1, 8], Gen.Byte.Array[0, 300])
        .Where((modulus, exponent, _) => modulus[0] != 0 && exponent[0] > 1 && exponent[^1] % 2 == 1)
        .Sample((modulus, exponent, signature) => !new RsaPublicKey(modulus, exponent).Verify([1, 2, 3], signature)
            && !new RsaPublicKey(modulus, exponent).Verify([1, 2, 3], new byte[modulus.Length]));

    [Fact]
    public void Bytes_are_equal_only_to_the_same_bytes() => Gen.Select(Gen.Byte.Array[0, 3], Gen.Byte.Array[0, 3]).Sample((left, right) =>
        Bytes.FixedTimeEquals(left, right) == left.SequenceEqual(right) && Bytes.FixedTimeEquals(left, left));

    [Fact]
    public void Base64url_has_one_spelling_per_value() => Gen.Byte.Array[0, 64].Sample(data =>
        Base64Url.TryDecode(Base64Url.Encode(data), out var again) && again.SequenceEqual(data)
        && !Base64Url.TryDecode(Base64Url.Encode(data) + "=", out _));

    [Fact]
    public void Base64url_takes_nothing_that_it_would_not_write() => Gen.String[Gen.Char["ABab01-_+/= \n"], 0, 12].Sample(text =>
        !Base64Url.TryDecode(text, out var data) || Base64Url.Encode(data) == text);
}
