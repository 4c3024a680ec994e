namespace CgLicense.Protocol.Tests;

public sealed class KeySetTests
{
    private const string Vectors = "keysets/vectors.json";

    public static TheoryData<string> GoodNames => [.. Good.Select(vector => vector.Name)];

    public static TheoryData<string> BadNames => [.. Bad.Select(vector => vector.Name)];

    private static IReadOnlyList<GoodVector> Good { get; } = Contract.Rows<GoodVector>(Vectors, "good");

    private static IReadOnlyList<BadVector> Bad { get; } = Contract.Rows<BadVector>(Vectors, "bad");

    private static RsaPublicKey Root { get; } = RsaPublicKey.FromPem(Contract.Read(Vectors).Text("rootPem"));

    [Theory, MemberData(nameof(GoodNames))]
    public void A_good_key_set_is_read(string name)
    {
        var vector = Good.Single(row => row.Name == name);
        var keys = KeySet.TryRead(vector.Jws, Root);
        Assert.NotNull(keys);
        Assert.Equal(vector.Version, keys.Version);
        Assert.Equal(vector.Kids, keys.Keys.Select(key => key.Kid));
        Assert.Equal(vector.Revoked.Order(), keys.Revoked.Order());
        Assert.Equal(vector.Jws, keys.Compact);
    }

    [Theory, MemberData(nameof(GoodNames))]
    public void A_revoked_key_is_never_found(string name)
    {
        var vector = Good.Single(row => row.Name == name);
        var keys = KeySet.TryRead(vector.Jws, Root)!;
        Assert.All(vector.Revoked, kid => Assert.True(keys.IsRevoked(kid) && keys.Find(kid) is null));
        Assert.All(vector.Kids.Except(vector.Revoked), kid => Assert.Equal(kid, keys.Find(kid)?.PublicKey.Thumbprint()));
    }

    [Theory, MemberData(nameof(BadNames))]
    public void A_bad_key_set_is_not_read(string name) =>
        Assert.Null(KeySet.TryRead(Bad.Single(row => row.Name == name).Jws, Root));

    [Theory, MemberData(nameof(GoodNames))]
    public void Another_root_reads_none_of_them(string name)
    {
        var other = RsaPublicKey.FromPem(Contract.Read(Vectors).Text("otherRootPem"));
        Assert.Null(KeySet.TryRead(Good.Single(row => row.Name == name).Jws, other));
    }

    [Fact]
    public void No_text_at_all_is_no_key_set() => Assert.Null(KeySet.TryRead(null, Root));

    internal sealed record GoodVector(string Name, string Jws, long Version, IReadOnlyList<string> Kids, IReadOnlyList<string> Revoked);

    internal sealed record BadVector(string Name, string Jws);
}
