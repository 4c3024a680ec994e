namespace CgLicense.Client.Tests;

public sealed class KeyTrustTests : IDisposable
{
    private static readonly Trust Nothing = new(null, null, null);

    private readonly TestRoot ours = new();
    private readonly TestRoot stranger = new();

    public void Dispose()
    {
        ours.Dispose();
        stranger.Dispose();
    }

    [Fact]
    public void On_first_use_the_servers_root_is_taken_and_remembered()
    {
        var trust = new KeyTrust(null, vouchesForKeys: true).Adopt(Nothing, Answer(ours, ours.KeySet(1, ["a"])))!;
        Assert.Equal((ours.Pem, 1), (trust.FirstUseRoot, trust.Keys!.Version));
    }

    [Fact]
    public void Where_anybody_could_answer_nothing_is_taken_on_first_use() =>
        Assert.Null(new KeyTrust(null, vouchesForKeys: false).Adopt(Nothing, Answer(ours, ours.KeySet(1, ["a"]))));

    [Fact]
    public void The_root_met_first_wins_over_every_later_one()
    {
        var keyTrust = new KeyTrust(null, vouchesForKeys: true);
        var held = keyTrust.Of(Held.Record with { RootKey = ours.Pem });
        Assert.Null(keyTrust.Adopt(held, Answer(stranger, stranger.KeySet(9, ["x"]))));
    }

    [Fact]
    public void A_pinned_root_wins_over_the_remembered_one_and_is_not_written_over_it()
    {
        var keyTrust = new KeyTrust(ours.Key, vouchesForKeys: true);
        var held = keyTrust.Of(Held.Record with { RootKey = stranger.Pem, KeySet = stranger.KeySet(5, ["x"]) });
        Assert.Null(held.Keys);
        Assert.Null(keyTrust.Adopt(held, Answer(stranger, stranger.KeySet(6, ["x"]))));
        Assert.Equal(stranger.Pem, keyTrust.Adopt(held, Answer(stranger, ours.KeySet(1, ["a"])))!.FirstUseRoot);
    }

    [Fact]
    public void An_older_key_set_replayed_brings_no_revoked_key_back()
    {
        var keyTrust = new KeyTrust(ours.Key, vouchesForKeys: true);
        var held = keyTrust.Of(Held.Record with { KeySet = ours.KeySet(2, ["a", "b"], revoked: "a") });
        var after = keyTrust.Adopt(held, Answer(ours, ours.KeySet(1, ["a"])))!;
        Assert.Equal(2, after.Keys!.Version);
        Assert.True(after.Keys.IsRevoked("a"));
    }

    [Fact]
    public void A_newer_key_set_replaces_the_older_one()
    {
        var keyTrust = new KeyTrust(ours.Key, vouchesForKeys: true);
        var held = keyTrust.Of(Held.Record with { KeySet = ours.KeySet(1, ["a"]) });
        Assert.Equal(2, keyTrust.Adopt(held, Answer(ours, ours.KeySet(2, ["a", "b"])))!.Keys!.Version);
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData("b", TokenFault.RevokedKey)]
    [InlineData("c", TokenFault.UnknownKey)]
    public void A_stored_token_is_judged_by_the_stored_key_set(string kid, TokenFault? fault)
    {
        ours.KeySet(1, ["a", "b", "c"]);
        var held = Judge().Look(Held.Record with
        {
            Token = ours.Token(kid, Held.Claims),
            KeySet = ours.KeySet(2, ["a", "b"], revoked: "b"),
        });
        Assert.Equal((fault, fault is null), (held.Fault, held.Token is not null));
    }

    [Theory]
    [InlineData("other", "fp")]
    [InlineData("tool", "other")]
    public void A_genuine_token_of_another_product_or_machine_is_not_ours(string product, string fingerprint)
    {
        var keySet = ours.KeySet(1, ["a"]);
        var claims = Held.Claims with { ProductId = product, Aud = product, MachineFingerprint = fingerprint };
        var held = Judge().Look(Held.Record with { Token = ours.Token("a", claims), KeySet = keySet });
        Assert.Equal(TokenFault.BadClaims, held.Fault);
    }

    private TokenJudge Judge()
    {
        var api = new ServerApi(ServerAddress.Parse("https://licenses.invalid"), mayTalk: false);
        return new TokenJudge(api, new KeyTrust(ours.Key, vouchesForKeys: true), "tool", () => "fp");
    }

    private static SigningKeyAnswer Answer(TestRoot root, string keySet) => new() { RootKey = root.Pem, KeySet = keySet };
}
