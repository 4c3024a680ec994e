using System.Text.Json;
using CgLicense.Server.OpenIdConnect;

namespace CgLicense.Rules.Tests.Server;

public sealed class AdmissionRulesTests
{
    private const string Authority = "https://login.example.com";

    [Theory]
    [InlineData("ann@example.com", """{"email":"ann@example.com","email_verified":true}""", true)]
    [InlineData("Ann@Example.com", """{"email":"ann@example.COM","email_verified":"true"}""", true)]
    [InlineData("email=ann@example.com", """{"email":"ann@example.com","email_verified":true}""", true)]
    [InlineData("ann@example.com", """{"email":"ann@example.com","email_verified":false}""", false)]
    [InlineData("ann@example.com", """{"email":"ann@example.com"}""", false)]
    [InlineData("email=ann@example.com", """{"email":"ann@example.com","email_verified":"no"}""", false)]
    [InlineData("ann@example.com", """{"email":"ben@example.com","email_verified":true}""", false)]
    [InlineData("ann@example.com", """{"upn":"ann@example.com","email_verified":true}""", false)]
    [InlineData("248289761001", """{"sub":"248289761001"}""", true)]
    [InlineData("248289761001", """{"sub":"248289761002"}""", false)]
    [InlineData("sub=a=b@c", """{"sub":"a=b@c"}""", true)]
    [InlineData("Subject", """{"sub":"subject"}""", false)]
    [InlineData("groups=licensing", """{"groups":["staff","licensing"]}""", true)]
    [InlineData("groups=licensing", """{"groups":"licensing"}""", true)]
    [InlineData("groups=licensing", """{"groups":["Licensing","licensing-interns"]}""", false)]
    [InlineData("groups=licensing", """{"roles":["licensing"]}""", false)]
    [InlineData("groups=licensing", """{"groups":{"licensing":true}}""", false)]
    [InlineData("admin=true", """{"admin":true}""", true)]
    [InlineData("level=7", """{"level":7}""", true)]
    public void Somebody_is_let_in_by_what_the_provider_says_of_them(string entry, string said, bool comesIn) =>
        Assert.Equal(comesIn, AdmissionRules.Admitting(Said(said), [AdmittedEntry.Read(entry)!]) is not null);

    [Fact]
    public void The_first_entry_that_fits_decides_whom_somebody_acts_for()
    {
        AdmittedEntry[] entries = [AdmittedEntry.Read("groups=boss")!, AdmittedEntry.Read("groups=one", "studio-one")!, AdmittedEntry.Read("groups=two", "studio-two")!];
        Assert.Null(AdmissionRules.Admitting(Said("""{"groups":["two","boss"]}"""), entries)!.CreatorId);
        Assert.Equal("studio-one", AdmissionRules.Admitting(Said("""{"groups":["two","one"]}"""), entries)!.CreatorId);
        Assert.Null(AdmissionRules.Admitting(Said("""{"groups":["three"]}"""), entries));
    }

    [Fact]
    public void An_entry_admits_only_while_it_is_on_the_list_for_the_same_creator_at_the_same_provider()
    {
        var entry = AdmittedEntry.Read("groups=one", "studio-one")!;
        var hash = entry.Hash(Authority);
        Assert.True(AdmissionRules.StillAdmits(hash, Options(Authority, AdmittedEntry.Read("x@y.example")!, entry)));
        Assert.False(AdmissionRules.StillAdmits(hash, Options(Authority, entry with { CreatorId = "studio-two" })));
        Assert.False(AdmissionRules.StillAdmits(hash, Options(Authority, entry with { CreatorId = null })));
        Assert.False(AdmissionRules.StillAdmits(hash, Options(Authority, entry with { Value = "two" })));
        Assert.False(AdmissionRules.StillAdmits(hash, Options(Authority, entry with { Claim = "roles" })));
        Assert.False(AdmissionRules.StillAdmits(hash, Options("https://login.example.org", entry)));
        Assert.False(AdmissionRules.StillAdmits(hash, null));
    }

    [Theory]
    [InlineData("=licensing")]
    [InlineData("groups=")]
    [InlineData("")]
    [InlineData(" = ")]
    public void An_entry_without_anything_to_compare_is_none(string text) => Assert.Null(AdmittedEntry.Read(text));

    [Theory]
    [InlineData("""{"email":"a@b.example"}""", """{"email":"a@b.example","email_verified":true}""", true)]
    [InlineData("""{"email":"a@b.example"}""", """{"email":"c@d.example","email_verified":true}""", false)]
    [InlineData("""{"email":"a@b.example","email_verified":false}""", """{"email":"a@b.example","email_verified":true}""", false)]
    [InlineData("""{"email_verified":true}""", """{"email":"a@b.example"}""", false)]
    [InlineData("{}", """{"email":"a@b.example","email_verified":true}""", true)]
    public void Verified_is_said_of_one_address_and_the_token_has_the_first_word(string token, string userinfo, bool verified)
    {
        var both = Said(token).And(Said(userinfo));
        Assert.Equal(("a@b.example", verified), (both.Email, both.EmailVerified));
    }

    private static PersonClaims Said(string json) => PersonClaims.Read(JsonDocument.Parse(json).RootElement);

    private static OidcOptions Options(string authority, params AdmittedEntry[] admitted) =>
        new(authority, "cglicense", null, OidcOptions.DefaultScopes, admitted);
}
