namespace CgLicense.Client.Tests;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("https://a.example", "https://a.example/activate")]
    [InlineData("https://a.example/", "https://a.example/activate")]
    [InlineData("https://a.example:8443/licenses/", "https://a.example:8443/licenses/activate")]
    public void A_trailing_slash_does_not_matter_and_a_prefix_stays(string server, string activate) =>
        Assert.Equal(activate, ServerAddress.Parse(server).Of("/activate").AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("licenses.example.com")]
    [InlineData("ftp://licenses.example.com")]
    [InlineData("https://user:pass@licenses.example.com")]
    [InlineData("https://licenses.example.com/?a=b")]
    [InlineData("https://licenses.example.com/#a")]
    public void What_is_no_address_is_refused(string? server) =>
        Assert.Throws<ArgumentException>(() => ServerAddress.Parse(server));

    [Theory]
    [InlineData("https://licenses.example.com", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://127.8.9.1", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://192.168.1.5", false)]
    [InlineData("http://licenses.example.com", false)]
    [InlineData("http://127.0.0.1.example.com", false)]
    [InlineData("http://localhost.example.com", false)]
    public void Keys_are_taken_on_first_use_only_over_tls_or_from_this_machine(string server, bool vouches) =>
        Assert.Equal(vouches, ServerAddress.Parse(server).VouchesForKeys);

    [Theory]
    [InlineData("https://a.example/activate", "/v2/activate", true)]
    [InlineData("http://a.example:8080/activate", "https://a.example/activate", true)]
    [InlineData("https://a.example/activate", "https://a.example:8443/activate", false)]
    [InlineData("https://a.example/activate", "http://a.example/activate", false)]
    [InlineData("https://a.example/activate", "https://b.example/activate", false)]
    [InlineData("https://a.example/activate", "https://a.example.evil.example/activate", false)]
    [InlineData("https://a.example/activate", "https://u:p@a.example/activate", false)]
    [InlineData("http://127.0.0.1/activate", "http://127.0.0.1/other", false)]
    public void A_redirect_is_followed_only_to_the_same_host_over_tls(string from, string to, bool isFollowed) =>
        Assert.Equal(isFollowed, ServerAddress.Redirected(new Uri(from), new Uri(to, UriKind.RelativeOrAbsolute)) is not null);
}
