using CgLicense.Server.OpenIdConnect;

namespace CgLicense.Rules.Tests.Server;

public sealed class IdTokenRulesTests
{
    private static readonly IdTokenFacts Good = new("248289761001", "nonce", 1, null, false);

    public static TheoryData<string, string?> Tokens => new()
    {
        { "good", null },
        { "for us by name", null },
        { "for several, made for us", null },
        { "longest subject", null },
        { "another nonce", "its nonce is of another sign-in" },
        { "no nonce", "its nonce is of another sign-in" },
        { "no subject", "it names no subject" },
        { "empty subject", "it names no subject" },
        { "too long a subject", "it names no subject" },
        { "for several, made for nobody", "it is for several, and does not say for whom it was made" },
        { "made for another", "it was made for another client" },
        { "for several, made for another", "it was made for another client" },
        { "an unknown extension", "it asks for an extension that is not known here" },
    };

    [Theory, MemberData(nameof(Tokens))]
    public void A_token_is_the_answer_to_one_sign_in_for_one_client(string token, string? problem) =>
        Assert.Equal(problem, IdTokenRules.Problem(Facts(token), "cglicense", "nonce"));

    private static IdTokenFacts Facts(string token) => token switch
    {
        "for us by name" => Good with { AuthorizedParty = "cglicense" },
        "for several, made for us" => Good with { Audiences = 2, AuthorizedParty = "cglicense" },
        "longest subject" => Good with { Subject = new string('s', 255) },
        "another nonce" => Good with { Nonce = "Nonce" },
        "no nonce" => Good with { Nonce = null },
        "no subject" => Good with { Subject = null },
        "empty subject" => Good with { Subject = "" },
        "too long a subject" => Good with { Subject = new string('s', 256) },
        "for several, made for nobody" => Good with { Audiences = 2 },
        "made for another" => Good with { AuthorizedParty = "another" },
        "for several, made for another" => Good with { Audiences = 2, AuthorizedParty = "another" },
        "an unknown extension" => Good with { HasCritical = true },
        _ => Good,
    };
}
