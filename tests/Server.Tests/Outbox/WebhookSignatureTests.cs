using System.Text;
using CgLicense.Server.Access;
using CgLicense.Server.Outbox;

namespace CgLicense.Server.Tests.Outbox;

public sealed class WebhookSignatureTests
{
    private static readonly Secret Known = new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /// <summary>The example that the specification's own libraries are tested with.</summary>
    [Fact]
    public void The_specifications_own_example_comes_out_as_published() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(
            [Known], "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}"""u8.ToArray()));

    [Fact]
    public void Each_secret_signs_for_itself_the_newest_first()
    {
        var (fresh, at, body) = (WebhookSignature.NewSecret(), TestKeys.Epoch, Encoding.UTF8.GetBytes("{}"));
        var both = WebhookSignature.Of([fresh, Known], "msg_1", at, body);
        Assert.Equal(WebhookSignature.Of([fresh], "msg_1", at, body) + " " + WebhookSignature.Of([Known], "msg_1", at, body), both);
    }

    [Fact]
    public void A_new_secret_has_32_bytes_and_is_another_each_time()
    {
        var secrets = Enumerable.Range(0, 20).Select(_ => WebhookSignature.NewSecret().Reveal()).ToList();
        Assert.All(secrets, secret => Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length));
        Assert.Equal(20, secrets.Distinct().Count());
        Assert.Equal("[secret]", WebhookSignature.NewSecret().ToString());
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\r\nb\u001b[m\0", "a  b [m ")]
    [InlineData("123456789", "12345678")]
    [InlineData("1234567😀", "1234567")]
    [InlineData("123456😀7", "123456😀")]
    [InlineData("", "")]
    public void An_answer_is_kept_without_control_characters_and_never_cut_through_a_character(string text, string kept) =>
        Assert.Equal(kept, ResponseText.Clean(text, 8));
}
