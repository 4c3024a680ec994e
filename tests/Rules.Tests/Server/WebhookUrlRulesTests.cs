using CgLicense.Server.Outbox;

namespace CgLicense.Rules.Tests.Server;

public sealed class WebhookUrlRulesTests
{
    private const string Scheme = "Field 'url' must be an address that begins with https://.";
    private const string Extras = "Field 'url' must not contain a user name, a password or a fragment (#…).";
    private const string Private = "Field 'url' leads into a private network; this server posts to public addresses only.";

    [Theory]
    [InlineData("https://hooks.studio.example/cglicense?shop=1", null)]
    [InlineData("https://hooks.studio.example:8443/", null)]
    [InlineData("https://93.184.215.14/", null)]
    [InlineData("https://[2606:2800:21f:cb07::1]/", null)]
    [InlineData("https://localhost.example/", null)]
    [InlineData("http://hooks.studio.example/", Scheme)]
    [InlineData("hooks.studio.example", Scheme)]
    [InlineData("/hooks", Scheme)]
    [InlineData("file:///etc/passwd", Scheme)]
    [InlineData("https://user@hooks.studio.example/", Extras)]
    [InlineData("https://hooks.studio.example/#part", Extras)]
    [InlineData("https://127.0.0.1/", Private)]
    [InlineData("https://2130706433/", Private)]
    [InlineData("https://0x7f.1/", Private)]
    [InlineData("https://169.254.169.254/latest/meta-data", Private)]
    [InlineData("https://[::1]/", Private)]
    [InlineData("https://[::ffff:10.0.0.1]/", Private)]
    [InlineData("https://localhost/", Private)]
    [InlineData("https://LOCALHOST:8443/", Private)]
    [InlineData("https://printer.localhost./", Private)]
    public void Without_the_operators_leave_a_URL_is_public_and_encrypted(string url, string? problem) =>
        Assert.Equal(problem, WebhookUrlRules.Problem(url, allowPrivate: false)?.Message);

    [Theory]
    [InlineData("http://127.0.0.1:8080/hooks", null)]
    [InlineData("https://10.0.0.1/", null)]
    [InlineData("http://localhost/", null)]
    [InlineData("ftp://hooks.studio.example/", "Field 'url' must be an address that begins with https:// or http://.")]
    [InlineData("http://user:password@127.0.0.1/", Extras)]
    public void With_it_plain_HTTP_and_private_addresses_will_do(string url, string? problem) =>
        Assert.Equal(problem, WebhookUrlRules.Problem(url, allowPrivate: true)?.Message);

    [Fact]
    public void A_URL_has_2048_characters_at_most()
    {
        var longest = "https://hooks.studio.example/".PadRight(2048, 'x');
        Assert.Null(WebhookUrlRules.Problem(longest, allowPrivate: false));
        Assert.Equal(Scheme, WebhookUrlRules.Problem(longest + "x", allowPrivate: false)?.Message);
    }
}
