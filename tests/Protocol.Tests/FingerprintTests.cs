namespace CgLicense.Protocol.Tests;

public sealed class FingerprintTests
{
    [Fact]
    public void Every_vector_gives_its_fingerprint() => Assert.All(
        Contract.Rows<Vector>("fingerprints/vectors.json"),
        vector => Assert.Equal(vector.Fingerprint, FingerprintFormula.Compute(vector.Salt, vector.Identity)));

    [Fact]
    public void No_two_vectors_share_a_fingerprint()
    {
        var vectors = Contract.Rows<Vector>("fingerprints/vectors.json");
        Assert.Equal(vectors.Count, vectors.Select(vector => vector.Fingerprint).Distinct().Count());
    }

    internal sealed record Vector(string Salt, string Identity, string Fingerprint);
}
