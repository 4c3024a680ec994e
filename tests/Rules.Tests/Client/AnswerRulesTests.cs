using System.Text;

namespace CgLicense.Rules.Tests.Client;

public sealed class AnswerRulesTests
{
    [Theory]
    [InlineData(403, "revoked")]
    [InlineData(403, "suspended")]
    [InlineData(403, "expired")]
    [InlineData(403, "not_activated")]
    [InlineData(404, "not_found")]
    [InlineData(403, "wrong_product")]
    [InlineData(403, "machine_limit")]
    [InlineData(409, "session_lost")]
    [InlineData(401, "invalid_token")]
    public void The_license_servers_no_is_a_refusal(int status, string code) =>
        Assert.Equal(code, Assert.IsType<Reply<DeactivateAnswer>.Refused>(Read(status, Refusal(code))).Error.Code);

    [Theory]
    [InlineData(429, "rate_limited", "rate_limited")]
    [InlineData(400, "invalid_request", "invalid_request")]
    [InlineData(503, "unavailable", "network")]
    [InlineData(500, "internal", "network")]
    [InlineData(502, "revoked", "network")]
    [InlineData(200, "revoked", "network")]
    public void Trouble_says_nothing_about_the_license(int status, string sent, string code) => Assert.Equal(
        code, Assert.IsType<Reply<DeactivateAnswer>.Silent>(Read(status, Refusal(sent))).Error.Code);

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "<html>Please log in to the hotel's network</html>")]
    [InlineData(200, "{}")]
    [InlineData(200, "[]")]
    [InlineData(200, "null")]
    [InlineData(200, "{\"success\":\"true\"}")]
    [InlineData(200, "{\"success\":true,\"success\":true}")]
    [InlineData(204, "{\"success\":true}")]
    [InlineData(403, "{\"success\":true}")]
    [InlineData(403, "{\"success\":false,\"error\":\"no\"}")]
    [InlineData(403, "{\"error\":\"no\",\"code\":\"revoked\"}")]
    public void What_another_server_says_is_silence(int status, string body) =>
        Assert.IsType<Reply<DeactivateAnswer>.Silent>(Read(status, body));

    [Fact]
    public void An_address_that_is_not_there_does_not_look_like_a_license_that_is_gone()
    {
        const string route = "{\"success\":false,\"error\":\"Endpoint not found\",\"code\":\"not_found\"}";
        var reply = AnswerRules.Read(404, Encoding.UTF8.GetBytes(route), null, ProtocolJson.Wire.ValidateAnswer);
        Assert.IsType<Reply<ValidateAnswer>.Silent>(reply);
    }

    [Fact]
    public void A_yes_is_an_answer() => Assert.True(
        Assert.IsType<Reply<DeactivateAnswer>.Answered>(Read(200, "{\"success\":true,\"released\":true}")).Answer.Released);

    [Fact]
    public void The_time_to_wait_comes_from_the_header_where_the_body_has_none() => Assert.Equal(
        17,
        Assert.IsType<Reply<DeactivateAnswer>.Silent>(
            AnswerRules.Read(429, Encoding.UTF8.GetBytes(Refusal("rate_limited")), 17, ProtocolJson.Wire.DeactivateAnswer))
            .Error.RetryAfterSeconds);

    [Fact]
    public void The_time_to_wait_in_the_body_wins_over_the_header() => Assert.Equal(
        9,
        Assert.IsType<Reply<DeactivateAnswer>.Silent>(
            AnswerRules.Read(
                429, """{"success":false,"error":"no","code":"rate_limited","retryAfterSeconds":9}"""u8.ToArray(), 17,
                ProtocolJson.Wire.DeactivateAnswer)).Error.RetryAfterSeconds);

    [Fact]
    public void A_server_in_trouble_is_quoted() => Assert.Contains(
        "it answered HTTP 503, no", Assert.IsType<Reply<DeactivateAnswer>.Silent>(Read(503, Refusal("unavailable"))).Error.Message,
        StringComparison.Ordinal);

    [Fact]
    public void Something_else_in_between_is_suspected() => Assert.Contains(
        "the answer (HTTP 200) is not a license server's; a proxy or a log-in page may be in between",
        Assert.IsType<Reply<DeactivateAnswer>.Silent>(Read(200, "<html>")).Error.Message, StringComparison.Ordinal);

    private static string Refusal(string code) => $$"""{"success":false,"error":"no","code":"{{code}}"}""";

    private static Reply<DeactivateAnswer> Read(int status, string body) =>
        AnswerRules.Read(status, Encoding.UTF8.GetBytes(body), null, ProtocolJson.Wire.DeactivateAnswer);
}
