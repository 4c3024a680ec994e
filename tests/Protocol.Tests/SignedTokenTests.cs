using System.Text.Json.Nodes;

namespace CgLicense.Protocol.Tests;

/// <summary>A genuine signature is not enough: the claims must be complete, and the key's own.</summary>
public sealed class SignedTokenTests
{
    private const string Header = """{"alg":"RS256","kid":"signing"}""";

    public static TheoryData<string, string, bool> Members => new()
    {
        { "sub", "\"\"", false },
        { "licenseKey", "\"\"", false },
        { "machineFingerprint", "\"\"", false },
        { "aud", "\"other\"", false },
        { "productId", "\"other\"", false },
        { "iat", "1", true },
        { "iat", "0", false },
        { "iat", "1000", false },
        { "iat", "999", true },
        { "exp", "101", true },
        { "exp", "100", false },
        { "graceDays", "0", true },
        { "graceDays", "-1", false },
        { "features", "[]", true },
        { "features", """["a","b"]""", true },
        { "features", """["a",null]""", false },
        { "licenseExpiresAt", "null", true },
        { "status", "null", false },
    };

    [Theory, MemberData(nameof(Members))]
    public void A_claim_that_cannot_be_is_refused(string member, string value, bool good)
    {
        var claims = Claims();
        claims[member] = JsonNode.Parse(value);
        Expect(good ? null : TokenFault.BadClaims, PublishedKeys.Sign("signing", Header, claims.ToJsonString()));
    }

    [Fact]
    public void A_token_for_no_product_is_for_none()
    {
        var claims = Claims();
        claims["aud"] = "";
        claims["productId"] = "";
        Expect(TokenFault.BadClaims, PublishedKeys.Sign("signing", Header, claims.ToJsonString()));
    }

    [Theory, InlineData(199, false), InlineData(200, true), InlineData(2_800, true), InlineData(2_801, false)]
    public void A_token_is_of_its_keys_own_time(long issuedAt, bool good)
    {
        var claims = Claims();
        claims["iat"] = issuedAt;
        claims["exp"] = 10_000;
        Expect(good ? null : TokenFault.BadClaims, PublishedKeys.Sign("second", """{"alg":"RS256","kid":"second"}""", claims.ToJsonString()));
    }

    [Theory]
    [InlineData("""{"alg":"RS256"}""", TokenFault.UnknownKey)]
    [InlineData("""{"alg":"RS256","kid":"unknown"}""", TokenFault.UnknownKey)]
    [InlineData("""{"alg":"RS256","kid":"revoked"}""", TokenFault.RevokedKey)]
    [InlineData("""{"alg":"RS256","kid":"second"}""", TokenFault.BadSignature)]
    [InlineData("""{"alg":"HS256","kid":"signing"}""", TokenFault.UnacceptableHeader)]
    [InlineData("""{"alg":"none","kid":"signing"}""", TokenFault.UnacceptableHeader)]
    [InlineData("""{"alg":"RS256","kid":"signing","crit":[]}""", TokenFault.UnacceptableHeader)]
    [InlineData("""{"alg":"RS256","kid":"signing","jwk":{}}""", TokenFault.UnacceptableHeader)]
    [InlineData("""{"alg":"RS256","kid":"signing","jku":""}""", TokenFault.UnacceptableHeader)]
    [InlineData("""{"alg":"RS256","kid":"signing","x5c":[]}""", TokenFault.UnacceptableHeader)]
    [InlineData("""{"alg":"RS256","kid":"signing","x5u":null}""", TokenFault.UnacceptableHeader)]
    [InlineData("""{"alg":"RS256","kid":"signing","b64":true}""", TokenFault.UnacceptableHeader)]
    [InlineData("[]", TokenFault.Malformed)]
    public void The_header_is_judged_before_the_signature(string header, TokenFault fault) =>
        Expect(fault, PublishedKeys.Sign("signing", header, Claims().ToJsonString()));

    [Fact]
    public void Any_single_character_changed_is_refused()
    {
        var token = PublishedKeys.Sign("signing", Header, Claims().ToJsonString());
        Expect(null, token);
        var keys = Keys;
        Assert.All(Edits.OfOneCharacter(token), edited => Assert.IsType<TokenReading.Refused>(LicenseToken.Read(edited, keys)));
    }

    [Fact]
    public void Any_cut_or_addition_is_refused()
    {
        var token = PublishedKeys.Sign("signing", Header, Claims().ToJsonString());
        var keys = Keys;
        Assert.All(
            Edits.Cuts(token).Concat([token + "A", token + "AAAA", token + ".", "." + token, "A" + token, token + ".AAAA", " " + token, token + "\n"]),
            edited => Assert.IsType<TokenReading.Refused>(LicenseToken.Read(edited, keys)));
    }

    [Theory, InlineData(0, true), InlineData(1, false)]
    public void A_token_is_read_up_to_64_KiB(int beyond, bool good)
    {
        const int longest = 64 * 1024;
        // The signature has 342 characters; spaces in the header make the payload's length one that base64url can have.
        var token = Enumerable.Range(0, 3)
            .Select(spaces => Header + new string(' ', spaces))
            .Select(header => (Header: header, Room: longest + beyond - 342 - 2 - (4 * header.Length + 2) / 3))
            .Where(text => text.Room % 4 != 1)
            .Select(text =>
            {
                var claims = Claims().ToJsonString();
                return PublishedKeys.Sign("signing", text.Header, claims + new string(' ', text.Room * 3 / 4 - claims.Length));
            }).First();
        Assert.Equal(longest + beyond, token.Length);
        Expect(good ? null : TokenFault.Malformed, token);
    }

    private static KeySet Keys => KeySet.TryRead(
        PublishedKeys.Sign("root", """{"alg":"RS256"}""", new JsonObject
        {
            ["version"] = 1,
            ["issuedAt"] = 1,
            ["keys"] = new JsonArray(Row("signing", 0, 699), Row("second", 500, 2_500), Row("revoked", 0, 10_000)),
            ["revoked"] = new JsonArray("revoked"),
        }.ToJsonString()),
        RsaPublicKey.FromPem(PublishedKeys.PublicPem("root")))!;

    private static void Expect(TokenFault? fault, string token)
    {
        var reading = LicenseToken.Read(token, Keys);
        Assert.Equal(fault, (reading as TokenReading.Refused)?.Fault);
    }

    private static JsonObject Claims() => new()
    {
        ["iss"] = "i", ["sub"] = "lic", ["aud"] = "tool", ["jti"] = "j", ["iat"] = 100, ["exp"] = 1_000, ["licenseKey"] = "KEY",
        ["machineFingerprint"] = "fp", ["productId"] = "tool", ["status"] = "active", ["variant"] = "indie", ["licenseType"] = "per-machine",
        ["features"] = new JsonArray(), ["graceDays"] = 7, ["refreshAfter"] = 200,
    };

    private static JsonObject Row(string kid, long notBefore, long expires)
    {
        using var key = PublishedKeys.Read(kid);
        var numbers = key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kid"] = kid, ["n"] = PublishedKeys.Encode(numbers.Modulus!), ["e"] = PublishedKeys.Encode(numbers.Exponent!),
            ["nbf"] = notBefore, ["exp"] = expires,
        };
    }
}
