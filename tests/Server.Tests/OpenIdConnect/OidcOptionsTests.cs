using CgLicense.Server.OpenIdConnect;

namespace CgLicense.Server.Tests.OpenIdConnect;

public sealed class OidcOptionsTests
{
    private static readonly string[] Good =
    [
        "--oidc-authority=https://login.example.com/realms/studio/", "--oidc-client-id=cglicense", "--public-url=https://licenses.example.com",
        "--oidc-admins=ann@example.com, groups=licensing",
    ];

    [Fact]
    public void Single_sign_on_is_off_until_a_provider_is_named() => Assert.Null(ServerOptions.Read(["--public-url=https://x.example"], _ => null).Oidc);

    [Fact]
    public void Admins_come_before_creators_and_the_secret_may_be_left_out()
    {
        var options = Read("--oidc-creators=studio-one:sub=a:b, studio-two:ben@example.com")!;
        Assert.Equal(("https://login.example.com/realms/studio", "cglicense", "openid email"), (options.Authority, options.ClientId, options.Scopes));
        Assert.Null(options.ClientSecret);
        Assert.Equal(
            [new("email", "ann@example.com", null), new("groups", "licensing", null), new("sub", "a:b", "studio-one"), new("email", "ben@example.com", "studio-two")],
            options.Admitted);
    }

    [Fact]
    public void The_client_secret_cannot_be_printed()
    {
        var options = ServerOptions.Read(Good, name => name == "CGLICENSE_OIDC_CLIENT_SECRET" ? "a-client-secret" : null);
        Assert.Equal("a-client-secret", options.Oidc!.ClientSecret!.Value.Reveal());
        Assert.DoesNotContain("a-client-secret", options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null, "Single sign-on needs --oidc-authority, the provider's issuer URL: --oidc-authority https://login.example.com/realms/studio.")]
    [InlineData(0, "--oidc-authority=http://login.example.com", "'http://login.example.com' is not possible for --oidc-authority. Write the provider's issuer URL, with https://; http:// is for this computer alone.")]
    [InlineData(0, "--oidc-authority=login.example.com", "'login.example.com' is not possible for --oidc-authority. Write the provider's issuer URL, with https://; http:// is for this computer alone.")]
    [InlineData(0, "--oidc-authority=https://login.example.com/?a=b", "'https://login.example.com/?a=b' is not possible for --oidc-authority. Write the provider's issuer URL, with https://; http:// is for this computer alone.")]
    [InlineData(1, null, "Single sign-on needs --oidc-client-id: what this server is called at the provider.")]
    [InlineData(2, null, "Single sign-on needs --public-url, where the provider sends people back to: --public-url https://licenses.example.com.")]
    [InlineData(3, null, "Nobody could come in by single sign-on. Say who may: --oidc-admins ann@example.com, or a claim of the provider's: --oidc-admins groups=licensing.")]
    [InlineData(3, "--oidc-admins=,", "Nobody could come in by single sign-on. Say who may: --oidc-admins ann@example.com, or a claim of the provider's: --oidc-admins groups=licensing.")]
    [InlineData(3, "--oidc-admins=groups=", "'groups=' in --oidc-admins lets nobody in. Write an e-mail address, a subject, or claim=value.")]
    [InlineData(3, "--oidc-creators=ben@example.com", "'ben@example.com' in --oidc-creators names nobody. Write the creator, a colon, and who may: studio-one:ben@example.com.")]
    [InlineData(3, "--oidc-creators=studio-one:", "'studio-one:' in --oidc-creators names nobody. Write the creator, a colon, and who may: studio-one:ben@example.com.")]
    [InlineData(4, "--oidc-scopes=email", "'email' is not possible for --oidc-scopes. 'openid' must be among them: --oidc-scopes 'openid email'.")]
    public void What_would_let_nobody_in_or_the_wrong_ones_stops_the_server(int replaced, string? by, string text)
    {
        string[] args = [.. Good.Where((_, index) => index != replaced), .. by is null ? Array.Empty<string>() : [by]];
        Assert.Equal(text, Assert.Throws<OptionException>(() => ServerOptions.Read(args, _ => null)).Message);
    }

    private static OidcOptions? Read(params string[] more) => ServerOptions.Read([.. Good, .. more], _ => null).Oidc;
}
