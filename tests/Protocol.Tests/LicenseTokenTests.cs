using System.Text.Json;

namespace CgLicense.Protocol.Tests;

public sealed class LicenseTokenTests
{
    private const string Vectors = "tokens/vectors.json";

    public static TheoryData<string> GoodNames => [.. Good.Select(vector => vector.Name)];

    public static TheoryData<string> BadNames => [.. Bad.Select(vector => vector.Name)];

    private static JsonElement File { get; } = Contract.Read(Vectors);

    private static IReadOnlyList<GoodVector> Good { get; } =
        [.. Contract.Rows<GoodVector>(Vectors, "good"), .. Contract.Rows<GoodVector>(Vectors, "foreign")];

    private static IReadOnlyList<BadVector> Bad { get; } = Contract.Rows<BadVector>(Vectors, "bad");

    private static KeySet Keys { get; } =
        KeySet.TryRead(File.Text("keySet"), RsaPublicKey.FromPem(File.Text("rootPem")))!;

    [Theory, MemberData(nameof(GoodNames))]
    public void A_genuine_token_says_what_was_signed(string name)
    {
        var vector = Good.Single(row => row.Name == name);
        var genuine = Assert.IsType<TokenReading.Genuine>(LicenseToken.Read(vector.Token, Keys));
        var read = JsonSerializer.SerializeToElement(genuine.Claims, ProtocolJson.Wire.TokenClaims);
        foreach (var claim in vector.Claims.EnumerateObject().Where(claim => IsOurs(claim.Name)))
            Assert.True(JsonElement.DeepEquals(claim.Value, read.GetProperty(claim.Name)), claim.Name);
    }

    [Theory, MemberData(nameof(BadNames))]
    public void A_forged_token_is_refused_for_the_right_reason(string name)
    {
        var vector = Bad.Single(row => row.Name == name);
        var refused = Assert.IsType<TokenReading.Refused>(LicenseToken.Read(vector.Token, Keys));
        Assert.Equal(vector.Fault, JsonNamingPolicy.SnakeCaseLower.ConvertName(refused.Fault.ToString()));
    }

    [Fact]
    public void Every_fault_has_a_vector() => Assert.Equal(
        Enum.GetNames<TokenFault>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).Order(),
        Bad.Select(vector => vector.Fault).Distinct().Order());

    [Fact]
    public void Foreign_tokens_name_another_product_or_machine() => Assert.All(
        Contract.Rows<GoodVector>(Vectors, "foreign"),
        vector => Assert.False(
            vector.Claims.Text("productId") == File.Text("productId")
            && vector.Claims.Text("machineFingerprint") == File.Text("fingerprint")));

    [Fact]
    public void No_token_at_all_is_malformed() =>
        Assert.Equal(new TokenReading.Refused(TokenFault.Malformed), LicenseToken.Read(null, Keys));

    [Fact]
    public void A_genuine_token_names_the_key_that_signed_it()
    {
        var read = Good.Select(vector => LicenseToken.Read(vector.Token, Keys)).Cast<TokenReading.Genuine>().ToList();
        Assert.All(read, genuine => Assert.NotNull(Keys.Find(genuine.Kid)));
        Assert.True(read.Select(genuine => genuine.Kid).Distinct().Count() > 1);
    }

    private static bool IsOurs(string claim) =>
        ProtocolJson.Wire.TokenClaims.Properties.Any(property => property.Name == claim);

    internal sealed record GoodVector(string Name, string Token, JsonElement Claims);

    internal sealed record BadVector(string Name, string Token, string Fault);
}
