using CsCheck;

namespace CgLicense.Rules.Tests.Client;

public sealed class KeyTrustTests
{
    private static readonly Trust Nothing = new(null, null, null);

    private readonly TestRoot ours = new("root");
    private readonly TestRoot stranger = new("other-root");

    [Fact]
    public void On_first_use_the_servers_root_is_taken_and_remembered()
    {
        var trust = new KeyTrust(null, vouchesForKeys: true).Adopt(Nothing, ours.Answer(ours.KeySet(1, ["signing"])))!;
        Assert.Equal((ours.Pem, 1), (trust.FirstUseRoot, trust.Keys!.Version));
    }

    [Fact]
    public void Where_anybody_could_answer_nothing_is_taken_on_first_use() =>
        Assert.Null(new KeyTrust(null, vouchesForKeys: false).Adopt(Nothing, ours.Answer(ours.KeySet(1, ["signing"]))));

    [Fact]
    public void The_root_met_first_wins_over_every_later_one()
    {
        var keyTrust = new KeyTrust(null, vouchesForKeys: true);
        var held = keyTrust.Of(Held.Record with { RootKey = ours.Pem });
        Assert.Null(keyTrust.Adopt(held, stranger.Answer(stranger.KeySet(9, ["stranger"]))));
    }

    [Fact]
    public void A_pinned_root_wins_over_the_remembered_one_and_is_not_written_over_it()
    {
        var keyTrust = new KeyTrust(ours.Key, vouchesForKeys: true);
        var held = keyTrust.Of(Held.Record with { RootKey = stranger.Pem, KeySet = stranger.KeySet(5, ["stranger"]) });
        Assert.Null(held.Keys);
        Assert.Null(keyTrust.Adopt(held, stranger.Answer(stranger.KeySet(6, ["stranger"]))));
        Assert.Equal(stranger.Pem, keyTrust.Adopt(held, stranger.Answer(ours.KeySet(1, ["signing"])))!.FirstUseRoot);
    }

    [Fact]
    public void An_older_key_set_replayed_brings_no_revoked_key_back()
    {
        var keyTrust = new KeyTrust(ours.Key, vouchesForKeys: true);
        var held = keyTrust.Of(Held.Record with { KeySet = ours.KeySet(2, ["signing", "second"], revoked: "signing") });
        var after = keyTrust.Adopt(held, ours.Answer(ours.KeySet(1, ["signing"])))!;
        Assert.Equal(2, after.Keys!.Version);
        Assert.True(after.Keys.IsRevoked("signing"));
    }

    [Fact]
    public void Whatever_is_answered_in_whatever_order_the_highest_key_set_counts()
    {
        var keyTrust = new KeyTrust(ours.Key, vouchesForKeys: true);
        SigningKeyAnswer[] answers =
        [
            ours.Answer(ours.KeySet(1, ["signing"])),
            ours.Answer(ours.KeySet(2, ["signing", "second"], revoked: "signing")),
            ours.Answer(ours.KeySet(3, ["second"], revoked: "signing")),
            ours.Answer("damaged"),
            stranger.Answer(stranger.KeySet(9, ["signing"])),
        ];
        Gen.Int[0, answers.Length - 1].Array[1, 12].Sample(order =>
        {
            var held = Nothing;
            foreach (var i in order)
                held = keyTrust.Adopt(held, answers[i]) ?? held;
            var highest = order.Where(i => i < 3).Select(i => i + 1L).DefaultIfEmpty().Max();
            return (held.Keys?.Version ?? 0) == highest && (highest < 2 || held.Keys!.IsRevoked("signing"));
        }, iter: 50);
    }

    [Fact]
    public void The_same_key_set_again_changes_nothing()
    {
        var keyTrust = new KeyTrust(ours.Key, vouchesForKeys: true);
        var held = keyTrust.Of(Held.Record with { KeySet = ours.KeySet(2, ["signing"]) });
        Assert.Same(held, keyTrust.Adopt(held, ours.Answer(ours.KeySet(2, ["signing", "second"]))));
    }

    [Fact]
    public void A_newer_key_set_replaces_the_older_one()
    {
        var keyTrust = new KeyTrust(ours.Key, vouchesForKeys: true);
        var held = keyTrust.Of(Held.Record with { KeySet = ours.KeySet(1, ["signing"]) });
        Assert.Equal(2, keyTrust.Adopt(held, ours.Answer(ours.KeySet(2, ["signing", "second"])))!.Keys!.Version);
    }

    [Fact]
    public void A_root_met_first_is_kept_as_it_was_met_and_a_pinned_one_is_not_kept()
    {
        var met = new KeyTrust(null, vouchesForKeys: true);
        var spelt = ours.Pem + "\n";
        var held = met.Of(Held.Record with { RootKey = spelt });
        Assert.Equal(spelt, met.Adopt(held, ours.Answer(ours.KeySet(1, ["signing"])))!.FirstUseRoot);

        var pinned = new KeyTrust(ours.Key, vouchesForKeys: true);
        Assert.Null(pinned.Adopt(pinned.Of(null), ours.Answer(ours.KeySet(1, ["signing"])))!.FirstUseRoot);
    }

    [Theory, InlineData("no key"), InlineData(null)]
    public void A_root_that_cannot_be_read_is_none(string? pem)
    {
        var keyTrust = new KeyTrust(null, vouchesForKeys: true);
        Assert.Equal(new Trust(null, pem, null), keyTrust.Of(Held.Record with { RootKey = pem, KeySet = ours.KeySet(1, ["signing"]) }));
        Assert.Null(keyTrust.Adopt(Nothing, new SigningKeyAnswer { RootKey = pem, KeySet = ours.KeySet(1, ["signing"]) }));
    }

    [Theory, InlineData(true, true, true), InlineData(true, false, true), InlineData(false, true, true), InlineData(false, false, false)]
    public void Who_has_no_root_and_no_proven_server_does_not_talk(bool isPinned, bool isProven, bool talks) => Assert.Equal(
        talks, new KeyTrust(isPinned ? ours.Key : null, isProven).MayTalk);

    [Theory]
    [InlineData("signing", null)]
    [InlineData("second", TokenFault.RevokedKey)]
    [InlineData("retired", TokenFault.UnknownKey)]
    public void A_stored_token_is_judged_by_the_stored_key_set(string kid, TokenFault? fault)
    {
        var held = Judge().Look(Held.Record with
        {
            Token = TestRoot.Token(kid, Held.Claims),
            KeySet = ours.KeySet(2, ["signing", "second"], revoked: "second"),
        });
        Assert.Equal((fault, fault is null), (held.Fault, held.Token is not null));
    }

    [Theory]
    [InlineData("other", "fp")]
    [InlineData("tool", "other")]
    public void A_genuine_token_of_another_product_or_machine_is_not_ours(string product, string fingerprint)
    {
        var keySet = ours.KeySet(1, ["signing"]);
        var claims = Held.Claims with { ProductId = product, Aud = product, MachineFingerprint = fingerprint };
        var held = Judge().Look(Held.Record with { Token = TestRoot.Token("signing", claims), KeySet = keySet });
        Assert.Equal(TokenFault.BadClaims, held.Fault);
    }

    private TokenJudge Judge()
    {
        var api = new ServerApi(ServerAddress.Parse("https://licenses.invalid"), mayTalk: false);
        return new TokenJudge(api, new KeyTrust(ours.Key, vouchesForKeys: true), "tool", () => "fp");
    }
}
