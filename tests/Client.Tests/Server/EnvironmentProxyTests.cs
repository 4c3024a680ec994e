namespace CgLicense.Client.Tests;

public sealed class EnvironmentProxyTests
{
    private static readonly Uri Licenses = new("https://licenses.example.com/validate");

    [Fact]
    public void Without_variables_there_is_no_proxy() => Assert.Null(EnvironmentProxy.Find(_ => null));

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    public void Both_letter_cases_are_read(string name)
    {
        var proxy = Find((name, "http://proxy:3128"));
        Assert.False(proxy.IsBypassed(Licenses));
        Assert.Equal(new Uri("http://proxy:3128"), proxy.GetProxy(Licenses));
    }

    [Fact]
    public void An_address_without_a_scheme_and_with_a_password_is_understood()
    {
        var proxy = Find(("HTTPS_PROXY", "artist:p%40ss@proxy:8080"));
        Assert.Equal("proxy", proxy.GetProxy(Licenses).Host);
        var credentials = proxy.Credentials!.GetCredential(Licenses, "Basic")!;
        Assert.Equal(("artist", "p@ss"), (credentials.UserName, credentials.Password));
    }

    [Fact]
    public void A_proxy_for_http_is_none_for_https() => Assert.True(Find(("HTTP_PROXY", "http://proxy:3128")).IsBypassed(Licenses));

    [Theory]
    [InlineData("*", true)]
    [InlineData("licenses.example.com", true)]
    [InlineData("example.com", true)]
    [InlineData(".example.com", true)]
    [InlineData("a.example, EXAMPLE.COM", true)]
    [InlineData("example.com:443", true)]
    [InlineData("example.com:8443", false)]
    [InlineData("ample.com", false)]
    [InlineData("other.com", false)]
    [InlineData("", false)]
    public void No_proxy_names_hosts_and_domains(string list, bool isDirect) =>
        Assert.Equal(isDirect, Find(("HTTPS_PROXY", "http://proxy:3128"), ("NO_PROXY", list)).IsBypassed(Licenses));

    private static EnvironmentProxy Find(params (string Name, string Value)[] variables) =>
        Assert.IsType<EnvironmentProxy>(EnvironmentProxy.Find(
            name => variables.FirstOrDefault(variable => variable.Name == name).Value));
}
