using System.Net;
using System.Net.Sockets;
using CgLicense.Server.Outbox;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>Names that lead where they should not. Only the name service is played; sockets and HTTP are real.</summary>
public sealed class CheckedConnectionTests
{
    private const string NotPublic = "The host name leads to no public address, and this server posts to public addresses only.";

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("169.254.169.254", "10.0.0.1")]
    public async Task Nothing_is_sent_to_a_name_that_leads_into_a_private_network(params string[] addresses)
    {
        await using var inside = BrokenServer.Answering("200 OK", "{}");
        Assert.Equal(new PostResult(null, NotPublic, null), await Post($"http://hooks.example:{inside.Port}/", false, addresses));
        Assert.Equal(0, inside.Connections);
    }

    [Fact]
    public async Task An_address_in_the_URL_itself_is_checked_as_well()
    {
        await using var inside = BrokenServer.Answering("200 OK", "{}");
        using var post = new WebhookPost(new CheckedConnection(false, Dns.GetHostAddressesAsync), TimeProvider.System);
        var result = await post.Send(inside.Url, [], [], CancellationToken.None);
        Assert.Equal((NotPublic, 0), (result.Error, inside.Connections));
    }

    [Fact]
    public async Task Where_the_operator_allows_it_the_same_name_is_reached()
    {
        await using var inside = BrokenServer.Answering("200 OK", "welcome");
        Assert.Equal(
            new PostResult(200, null, "welcome"), await Post($"http://hooks.example:{inside.Port}/", true, "127.0.0.1"));
    }

    [Fact]
    public async Task A_name_is_looked_up_once_per_connection_so_that_a_second_answer_changes_nothing()
    {
        var lookUps = 0;
        await using var inside = BrokenServer.Answering("200 OK", "{}");
        // Rebinding: an answer that passes the check, then the address that is really meant.
        var connection = new CheckedConnection(false, (_, _) => Task.FromResult<IPAddress[]>(
            [IPAddress.Parse(Interlocked.Increment(ref lookUps) == 1 ? "192.168.7.7" : "127.0.0.1")]));
        using var post = new WebhookPost(connection, TimeProvider.System);
        Assert.Equal(NotPublic, (await post.Send($"http://hooks.example:{inside.Port}/", [], [], CancellationToken.None)).Error);
        Assert.Equal((1, 0), (lookUps, inside.Connections));
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_told_so()
    {
        Assert.Equal("The host name is not known.", (await Post("http://hooks.example/", false)).Error);
        using var post = new WebhookPost(
            new CheckedConnection(false, (_, _) => throw new SocketException((int)SocketError.HostNotFound)), TimeProvider.System);
        Assert.Equal("The host name is not known.", (await post.Send("http://hooks.example/", [], [], CancellationToken.None)).Error);
    }

    [Fact]
    public async Task No_proxy_and_no_cookie_of_the_environment_is_used()
    {
        await using var proxy = BrokenServer.Answering("200 OK", "from the proxy");
        await using var inside = BrokenServer.Answering("200 OK", "direct", "Set-Cookie: session=1");
        Environment.SetEnvironmentVariable("http_proxy", proxy.Url);
        try
        {
            Assert.Equal("direct", (await Post(inside.Url, true, "127.0.0.1")).Response);
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", null);
        }

        Assert.Equal(0, proxy.Connections);
    }

    [Theory]
    [InlineData("breaking-off", 200, null)]
    [InlineData("hanging", null, "No answer within 15 seconds.")]
    [InlineData("trickling", 200, null)]
    public async Task The_head_of_the_answer_decides_and_its_body_need_not_end(string how, int? status, string? error)
    {
        await using var server = how switch
        {
            "hanging" => BrokenServer.Hanging(),
            "trickling" => BrokenServer.Trickling(),
            _ => BrokenServer.BreakingOff(),
        };
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestKeys.Epoch);
        using var post = new WebhookPost(new CheckedConnection(true, Dns.GetHostAddressesAsync), clock);
        var sending = post.Send(server.Url, [], [], CancellationToken.None);
        while (server.Connections == 0)
            await Task.Delay(5);
        while (!sending.IsCompleted)
        {
            await Task.WhenAny(sending, Task.Delay(500));
            clock.Advance(WebhookPost.Patience);
        }

        var result = await sending;
        Assert.Equal((status, error), (result.Status, result.Error));
    }

    private static async Task<PostResult> Post(string url, bool allowPrivate, params string[] addresses)
    {
        var connection = new CheckedConnection(allowPrivate, (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]));
        using var post = new WebhookPost(connection, TimeProvider.System);
        return await post.Send(url, [], "{}"u8.ToArray(), CancellationToken.None);
    }
}
