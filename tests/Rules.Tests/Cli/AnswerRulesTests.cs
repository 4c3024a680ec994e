using CgLicense.Cli.Server;

namespace CgLicense.Rules.Tests.Cli;

public sealed class AnswerRulesTests
{
    private static readonly Uri Server = new("https://licenses.example.com/here/?q=1");

    [Theory, InlineData(200), InlineData(299)]
    public void A_success_is_the_answer_and_its_text(int status)
    {
        const string body = """{"success":true}""";
        var reply = Assert.IsType<ServerReply<DoneAnswer>.Answered>(Read(status, body));
        Assert.True(reply.Answer.Success);
        Assert.Equal(body, reply.Json);
    }

    [Theory, InlineData(200, "<html>"), InlineData(299, ""), InlineData(200, "null")]
    public void What_is_no_answer_of_a_license_server_is_a_network_error(int status, string body) =>
        Refused(
            Read(status, body), ErrorCodes.Network,
            "No license server answers at https://licenses.example.com/here: something answers there, but not a license server.");

    [Theory, InlineData(300), InlineData(307), InlineData(399)]
    public void A_redirect_is_named_and_not_followed(int status) => Refused(
        Read(status, "", new Uri("https://elsewhere.example.com/")), ErrorCodes.Network,
        "No license server answers at https://licenses.example.com/here: it redirects to https://elsewhere.example.com/. "
        + "Set --server to that address if you trust it: credentials are not sent along a redirect.");

    [Fact]
    public void A_refusal_keeps_its_code_its_text_and_its_body()
    {
        const string body = """{"success":false,"error":"License not found","code":"not_found"}""";
        var reply = Assert.IsType<ServerReply<DoneAnswer>.Failed>(Read(404, body));
        Assert.Equal((ErrorCodes.NotFound, "License not found", 404), (reply.Error.Code, reply.Error.Message, reply.Error.HttpStatus));
        Assert.Equal(body, reply.Json);
    }

    [Theory, InlineData(400, "<html>"), InlineData(404, "{}"), InlineData(199, ""), InlineData(502, "Bad gateway")]
    public void An_error_page_of_something_else_is_a_network_error(int status, string body)
    {
        var error = Refused(
            Read(status, body), ErrorCodes.Network,
            $"No license server answers at https://licenses.example.com/here: HTTP {status}, and not from a license server.");
        Assert.Equal(0, error.HttpStatus);
    }

    private static ServerReply<DoneAnswer> Read(int status, string body, Uri? location = null) =>
        CgLicense.Cli.Server.AnswerRules.Read(Server, status, body, location, ProtocolJson.Wire.DoneAnswer);

    private static LicenseError Refused(ServerReply<DoneAnswer> reply, string code, string text)
    {
        var failed = Assert.IsType<ServerReply<DoneAnswer>.Failed>(reply);
        Assert.Equal((code, text), (failed.Error.Code, failed.Error.Message));
        Assert.Null(failed.Json);
        return failed.Error;
    }
}
