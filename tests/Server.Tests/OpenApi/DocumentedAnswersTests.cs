using System.Net;
using Xunit.Sdk;

namespace CgLicense.Server.Tests.OpenApi;

/// <summary>The judge of all other scenarios' answers can say no.</summary>
public sealed class DocumentedAnswersTests(SqliteEngine engine) : IClassFixture<SqliteEngine>
{
    private const string Verified =
        """{"valid":true,"status":"active","variant":"indie","licenseType":"site","licenseExpiresAt":null,"message":null}""";

    [Theory]
    [InlineData(200, Verified)]
    [InlineData(403, """{"valid":false,"error":"License has expired","code":"expired"}""")]
    public Task What_the_document_knows_passes(int status, string answer) => Check("/verify", status, answer);

    [Theory]
    [InlineData("a status", 418, "{}")]
    [InlineData("a member", 200, """{"valid":true,"status":"active","variant":"indie","licenseType":"site","licenseExpiresAt":null,"message":null,"secret":1}""")]
    [InlineData("no member left out", 200, """{"valid":true,"status":"active","variant":"indie","licenseType":"site","message":null}""")]
    [InlineData("a type", 200, """{"valid":true,"status":"active","variant":7,"licenseType":"site","licenseExpiresAt":null,"message":null}""")]
    [InlineData("a word", 200, """{"valid":true,"status":"active","variant":"indie","licenseType":"forever","licenseExpiresAt":null,"message":null}""")]
    [InlineData("an envelope", 403, """{"success":false,"error":"License has expired","code":"expired"}""")]
    [InlineData("a code of another status", 403, """{"valid":false,"error":"License not found","code":"not_found"}""")]
    [InlineData("a constant", 200, """{"valid":false,"status":"active","variant":"indie","licenseType":"site","licenseExpiresAt":null,"message":null}""")]
    public async Task What_the_document_does_not_know_is_noticed(string what, int status, string answer)
    {
        var complaint = await Assert.ThrowsAsync<TrueException>(() => Check("/verify", status, answer));
        Assert.True(complaint.Message.Contains("/verify", StringComparison.Ordinal), what);
    }

    [Fact]
    public async Task Rows_of_a_list_are_looked_at_too()
    {
        const string row = """{"hash":"a","name":"n","creatorId":"c","active":true,"createdAt":"2027-01-31T00:00:00.000Z","lastUsedAt":null""";
        await Check("/listApiKeys", 200, $$"""{"success":true,"apiKeys":[{{row}}}]}""");
        await Assert.ThrowsAsync<TrueException>(() => Check("/listApiKeys", 200, $$"""{"success":true,"apiKeys":[{{row}}},{{row}},"key":"k"}]}"""));
    }

    private async Task Check(string path, int status, string answer)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        await DocumentedAnswers.Check(engine.Server, HttpMethod.Post, path, new Answer(status, path, answer, response.Headers));
    }
}
