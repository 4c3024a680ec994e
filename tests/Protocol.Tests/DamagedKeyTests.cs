using System.Security.Cryptography;

namespace CgLicense.Protocol.Tests;

/// <summary>Whoever pastes a wrong key is told what is wrong with it.</summary>
public sealed class DamagedKeyTests
{
    private static byte[] Modulus { get; } = [1, .. new byte[255]];

    [Fact]
    public void The_shortest_and_the_longest_form_of_a_length_are_read()
    {
        Assert.Equal([1, 2], new DerReader([DerReader.Integer, 2, 1, 2, 9]).Read(DerReader.Integer));
        Assert.Equal(new byte[127], new DerReader([DerReader.Integer, 0x7F, .. new byte[127]]).Read(DerReader.Integer));
        Assert.Equal(new byte[128], new DerReader([DerReader.Integer, 0x81, 0x80, .. new byte[128]]).Read(DerReader.Integer));
        Assert.Equal(new byte[258], new DerReader([DerReader.Integer, 0x82, 1, 2, .. new byte[258]]).Read(DerReader.Integer));
    }

    [Fact]
    public void One_value_after_the_other_is_read()
    {
        var reader = new DerReader([DerReader.Integer, 1, 5, DerReader.BitString, 2, 6, 7]);
        Assert.Equal([5], reader.Read(DerReader.Integer));
        Assert.Equal([6, 7], reader.Read(DerReader.BitString));
        Refused("The key is cut short.", () => reader.Read(DerReader.Integer));
    }

    [Theory]
    [InlineData("The key is not the DER structure it should be.", new byte[] { 0x03, 1, 1 })]
    [InlineData("The key is cut short.", new byte[0])]
    [InlineData("The key is cut short.", new byte[] { 0x02 })]
    [InlineData("The key is cut short.", new byte[] { 0x02, 2, 1 })]
    [InlineData("The key is cut short.", new byte[] { 0x02, 0x82, 1 })]
    [InlineData("The key has no length that a key could have.", new byte[] { 0x02, 0x80, 1, 0, 0 })]
    [InlineData("The key has no length that a key could have.", new byte[] { 0x02, 0x83, 0, 0, 1, 5 })]
    public void What_is_not_DER_is_named(string problem, byte[] der) =>
        Refused(problem, () => new DerReader(der).Read(DerReader.Integer));

    [Theory]
    [InlineData("The public key's bit string is damaged.", new byte[] { 0 })]
    [InlineData("The public key's bit string is damaged.", new byte[] { 1, 5 })]
    [InlineData(null, new byte[] { 0, 5 })]
    public void The_bits_of_a_key_are_whole_bytes(string? problem, byte[] bits)
    {
        using var rsa = RSA.Create();
        byte[] algorithm = [DerReader.ObjectId, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
        byte[] inside = [DerReader.Sequence, (byte)algorithm.Length, .. algorithm, DerReader.BitString, (byte)bits.Length, .. bits];
        byte[] spki = [DerReader.Sequence, (byte)inside.Length, .. inside];
        if (problem is null)
            Assert.Equal([5], DerReader.PublicKeyBits(spki));
        else
            Refused(problem, () => DerReader.PublicKeyBits(spki));
    }

    [Fact]
    public void A_key_of_another_kind_is_named()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = curve.ExportSubjectPublicKeyInfoPem();
        Refused("The public key is not an RSA key.", () => RsaPublicKey.FromPem(pem));
    }

    [Theory]
    [InlineData("No RSA public key in PEM form found (expected -----BEGIN PUBLIC KEY-----).", "no key")]
    [InlineData("The PEM block has no end line.", "-----BEGIN PUBLIC KEY-----AAAA")]
    [InlineData("The PEM block has no end line.", "-----BEGIN RSA PUBLIC KEY-----AAAA-----END PUBLIC KEY-----")]
    public void What_is_no_PEM_is_named(string problem, string pem) => Refused(problem, () => RsaPublicKey.FromPem(pem));

    [Fact]
    public void A_small_key_and_an_exponent_that_is_none_are_named()
    {
        using var small = RSA.Create(1024);
        Refused(
            "Not a usable RSA public key: An RSA key under 2048 bits proves nothing (RFC 7518 section 3.3). (Parameter 'modulus')",
            () => RsaPublicKey.FromPem(small.ExportSubjectPublicKeyInfoPem()));
        foreach (var exponent in new byte[][] { [], [0], [1], [2], [1, 0], [1, 0, 0, 0, 0, 0, 0, 0, 1] })
        {
            var refused = Assert.Throws<ArgumentException>(() => new RsaPublicKey(Modulus, exponent));
            Assert.Equal("Not an RSA public exponent. (Parameter 'exponent')", refused.Message);
        }

        Assert.Equal("AQAAAAAAAAE", new RsaPublicKey(Modulus, [0, 1, 0, 0, 0, 0, 0, 0, 1]).E);
    }

    private static void Refused(string problem, Action read) => Assert.Equal(problem, Assert.Throws<FormatException>(read).Message);
}
