using System.Text.Json.Nodes;

namespace CgLicense.Protocol.Tests;

/// <summary>The root's signature is no excuse: what it signs is read only when every member is well formed.</summary>
public sealed class SignedKeySetTests
{
    public static TheoryData<string, string, bool> Members => new()
    {
        { "version", "1", true },
        { "version", "9223372036854775807", true },
        { "version", "0", false },
        { "version", "-1", false },
        { "version", "null", false },
        { "issuedAt", "0", true },
        { "issuedAt", "\"0\"", false },
        { "revoked", """["unknown"]""", true },
        { "revoked", """[""]""", false },
        { "revoked", """["a",null]""", false },
        { "revoked", "null", false },
        { "keys", "[]", true },
        { "keys", "[null]", false },
        { "keys", "null", false },
    };

    public static TheoryData<string, string, bool> RowMembers => new()
    {
        { "kid", "k", true },
        { "kid", "", false },
        { "n", Number(256), true },
        { "n", Number(255), false },
        { "n", Number(256) + "=", false },
        { "n", "", false },
        { "e", "Aw", true },
        { "e", "AQ", false },
        { "e", "Ag", false },
        { "e", "AQ==", false },
        { "e", "", false },
    };

    [Theory, MemberData(nameof(Members))]
    public void A_key_set_is_well_formed_or_nothing(string member, string value, bool good)
    {
        var payload = Payload(Row("signing"));
        payload[member] = JsonNode.Parse(value);
        Assert.Equal(good, Read(payload) is not null);
    }

    [Theory, MemberData(nameof(RowMembers))]
    public void One_bad_key_spoils_the_whole_set(string member, string value, bool good)
    {
        var row = Row("second");
        row[member] = value;
        Assert.Equal(good, Read(Payload(Row("signing"), row)) is not null);
    }

    [Fact]
    public void Two_keys_of_one_id_are_refused_and_ids_that_differ_in_case_are_two()
    {
        var again = Row("second");
        again["kid"] = "signing";
        Assert.Null(Read(Payload(Row("signing"), again)));
        again["kid"] = "Signing";
        Assert.Equal(2, Read(Payload(Row("signing"), again))!.Keys.Count);
    }

    [Fact]
    public void What_was_signed_is_what_is_read()
    {
        var payload = Payload(Row("signing"));
        payload["version"] = 7;
        payload["issuedAt"] = 8;
        var keys = Read(payload)!;
        var key = Assert.Single(keys.Keys);
        Assert.Equal((7, 8, "signing", 1_000, 2_000), (keys.Version, keys.IssuedAt, key.Kid, key.NotBefore, key.Expires));
        Assert.Equal((Row("signing")["n"]!.ToString(), "AQAB"), (key.PublicKey.N, key.PublicKey.E));
    }

    [Fact]
    public void A_key_that_is_revoked_and_one_that_is_unknown_are_not_found()
    {
        var payload = Payload(Row("signing"), Row("second"));
        payload["revoked"] = new JsonArray("second", "gone");
        var keys = Read(payload)!;
        Assert.Equal(("signing", null, null, null), (keys.Find("signing")?.Kid, keys.Find("second"), keys.Find("gone"), keys.Find("never")));
        Assert.Equal((false, true, true, false), (keys.IsRevoked("signing"), keys.IsRevoked("second"), keys.IsRevoked("gone"), keys.IsRevoked("never")));
    }

    [Theory]
    [InlineData("""{"alg":"RS512"}""")]
    [InlineData("""{"alg":"RS256","crit":["x"]}""")]
    public void Another_header_than_plain_RS256_is_refused_whoever_signed(string header) =>
        Assert.Null(KeySet.TryRead(PublishedKeys.Sign("root", header, Payload(Row("signing")).ToJsonString()), Root));

    [Theory, InlineData(699, false), InlineData(700, true), InlineData(2_300, true), InlineData(2_301, false)]
    public void A_key_signs_within_its_period_and_five_minutes_around_it(long issuedAt, bool covered) =>
        Assert.Equal(covered, Read(Payload(Row("signing")))!.Find("signing")!.CoversIssueAt(issuedAt));

    [Fact]
    public void Any_single_character_changed_is_refused()
    {
        var compact = PublishedKeys.Sign("root", """{"alg":"RS256"}""", Payload(Row("signing")).ToJsonString());
        Assert.NotNull(KeySet.TryRead(compact, Root));
        Assert.All(Edits.OfOneCharacter(compact), edited => Assert.Null(KeySet.TryRead(edited, Root)));
    }

    private static RsaPublicKey Root => RsaPublicKey.FromPem(PublishedKeys.PublicPem("root"));

    private static KeySet? Read(JsonObject payload) =>
        KeySet.TryRead(PublishedKeys.Sign("root", """{"alg":"RS256"}""", payload.ToJsonString()), Root);

    private static JsonObject Payload(params JsonNode[] rows) =>
        new() { ["version"] = 1, ["issuedAt"] = 1, ["keys"] = new JsonArray([.. rows.Select(row => row.DeepClone())]), ["revoked"] = new JsonArray() };

    private static JsonObject Row(string kid)
    {
        using var key = PublishedKeys.Read(kid);
        var numbers = key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kid"] = kid, ["n"] = PublishedKeys.Encode(numbers.Modulus!), ["e"] = PublishedKeys.Encode(numbers.Exponent!), ["nbf"] = 1_000, ["exp"] = 2_000,
        };
    }

    /// <summary>An odd number of that many bytes.</summary>
    private static string Number(int bytes) => PublishedKeys.Encode([.. Enumerable.Repeat((byte)255, bytes)]);
}
