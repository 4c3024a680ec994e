using CgLicense.Server.OpenIdConnect;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class ReturnPathRulesTests
{
    private static readonly Uri Here = new("https://licenses.example.com/oidc/callback");

    [Theory]
    [InlineData(null, "/console/")]
    [InlineData("", "/console/")]
    [InlineData("licenses", "/console/licenses")]
    [InlineData("licenses/CGL-K4C66-YAPYX-VBGR6-8TF1E-V3XV4", "/console/licenses/CGL-K4C66-YAPYX-VBGR6-8TF1E-V3XV4")]
    [InlineData("licenses?status=active&search=a%20b", "/console/licenses?status=active&search=a%20b")]
    [InlineData("//evil.example", "/console/")]
    [InlineData("/evil", "/console/")]
    [InlineData("../signOut", "/console/")]
    [InlineData("a/../../signOut", "/console/")]
    [InlineData("a\\..\\b", "/console/")]
    [InlineData("a\r\nSet-Cookie: x=y", "/console/")]
    [InlineData("a#b", "/console/")]
    [InlineData("lïcenses", "/console/")]
    public void A_person_goes_on_to_a_page_of_the_console(string? wish, string path) => Assert.Equal(path, ReturnPathRules.Own(wish));

    [Fact]
    public void A_wish_has_512_characters_at_most()
    {
        Assert.Equal("/console/" + new string('a', 512), ReturnPathRules.Own(new string('a', 512)));
        Assert.Equal("/console/", ReturnPathRules.Own(new string('a', 513)));
    }

    [Fact]
    public void Whatever_is_wished_a_browser_stays_at_the_console() => Gen.String[Gen.Char["abc./\\:?#@%25e\t\n&=é "], 0, 20].Sample(wish =>
    {
        var there = new Uri(Here, ReturnPathRules.Own(wish));
        return there.Host == Here.Host && there.AbsolutePath.StartsWith("/console/", StringComparison.Ordinal);
    });
}
