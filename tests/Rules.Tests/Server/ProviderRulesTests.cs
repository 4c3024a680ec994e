using CgLicense.Server.OpenIdConnect;

namespace CgLicense.Rules.Tests.Server;

public sealed class ProviderRulesTests
{
    private const string Authority = "https://login.example.com/realms/studio";

    private static readonly ProviderMetadata Good = new()
    {
        Issuer = Authority, AuthorizationEndpoint = Authority + "/auth", TokenEndpoint = "https://tokens.example.com", JwksUri = Authority + "/keys",
    };

    [Fact]
    public void A_provider_that_is_who_it_was_taken_for_can_be_used()
    {
        Assert.Null(ProviderRules.Problem(Good, Authority));
        Assert.Null(ProviderRules.Problem(Good with { Issuer = Authority + "/" }, Authority));
        Assert.Null(ProviderRules.Problem(Good with { UserinfoEndpoint = Authority + "/me" }, Authority));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://login.example.com/realms/other")]
    [InlineData("https://login.example.com/realms/studio/more")]
    [InlineData("HTTPS://login.example.com/realms/studio")]
    public void A_provider_that_calls_itself_otherwise_is_another_one(string? issuer) => Assert.Equal(
        $"It calls itself '{issuer}'. Write exactly this as --oidc-authority, if it is the provider you mean.",
        ProviderRules.Problem(Good with { Issuer = issuer }, Authority));

    [Fact]
    public void Every_address_of_it_is_there_and_safe()
    {
        const string unsafeUrl = "http://login.example.com/x";
        Assert.Equal("Its authorization_endpoint is missing, or not an https address.", ProviderRules.Problem(Good with { AuthorizationEndpoint = null }, Authority));
        Assert.Equal("Its token_endpoint is missing, or not an https address.", ProviderRules.Problem(Good with { TokenEndpoint = unsafeUrl }, Authority));
        Assert.Equal("Its jwks_uri is missing, or not an https address.", ProviderRules.Problem(Good with { JwksUri = "/keys" }, Authority));
        Assert.Equal("Its userinfo_endpoint is not an https address.", ProviderRules.Problem(Good with { UserinfoEndpoint = unsafeUrl }, Authority));
    }

    [Theory]
    [InlineData("https://login.example.com", true)]
    [InlineData("http://127.0.0.1:8080/x", true)]
    [InlineData("http://localhost", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("http://login.example.com", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("javascript:alert(1)", false)]
    public void Only_tls_and_this_computer_are_safe(string url, bool safe) => Assert.Equal(safe, ProviderRules.IsSafe(new Uri(url)));

    [Theory]
    [InlineData(null, false)]
    [InlineData("client_secret_basic client_secret_post", false)]
    [InlineData("client_secret_post private_key_jwt", true)]
    [InlineData("private_key_jwt", false)]
    public void The_secret_travels_as_the_provider_takes_it(string? methods, bool intoBody) => Assert.Equal(
        intoBody, ProviderRules.SecretGoesIntoBody(Good with { TokenEndpointAuthMethodsSupported = methods?.Split(' ') }));
}
