using System.Text;
using CgLicense.Protocol;

namespace CgLicense.Server.Tests.Http;

/// <summary>Whatever is sent that is not a request is refused with 400 in the contract's form, and changes nothing.</summary>
public abstract class BodyScenarios(EngineFixture engine) : Scenario(engine)
{
    [Theory]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("null", "The body must be a JSON object.")]
    [InlineData("\"text\"", "The body must be a JSON object.")]
    [InlineData("42", "The body must be a JSON object.")]
    [InlineData(" ", "The body is not well-formed JSON.")]
    [InlineData("{", "The body is not well-formed JSON.")]
    [InlineData("{\"licenseKey\":}", "The body is not well-formed JSON.")]
    [InlineData("{'licenseKey':'x'}", "The body is not well-formed JSON.")]
    [InlineData("{\"a\":1,}", "The body is not well-formed JSON.")]
    [InlineData("{} {}", "The body is not well-formed JSON.")]
    [InlineData("{\"a\":1} // comment", "The body is not well-formed JSON.")]
    [InlineData("{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}", "The body is not well-formed JSON.")]
    [InlineData("{\"licenseKey\":\"a\\u0000b\"}", "Field 'licenseKey' contains control characters.")]
    [InlineData("{\"licenseKey\":\"a\\nb\"}", "Field 'licenseKey' contains control characters.")]
    [InlineData("{\"licenseKey\":\"a\\u0085b\"}", "Field 'licenseKey' contains control characters.")]
    [InlineData("{\"unknown\":\"a\\u001bb\"}", "Field 'unknown' contains control characters.")]
    [InlineData("{\"a\\u0007\":1}", "Field '?' contains control characters.")]
    [InlineData("{\"licenseKey\":\"\\ud800\"}", "The body contains text that is not valid Unicode.")]
    [InlineData("{\"licenseKey\":\"\\udc00x\"}", "The body contains text that is not valid Unicode.")]
    [InlineData("{\"licenseKey\":\"a\",\"licenseKey\":\"b\"}", "Field 'licenseKey' has a value of the wrong type or form.")]
    [InlineData("{\"licenseKey\":5}", "Field 'licenseKey' has a value of the wrong type or form.")]
    [InlineData("{\"licenseKey\":true}", "Field 'licenseKey' has a value of the wrong type or form.")]
    [InlineData("{\"licenseKey\":{}}", "Field 'licenseKey' has a value of the wrong type or form.")]
    [InlineData("{\"machineFingerprint\":[\"a\"]}", "Field 'machineFingerprint' has a value of the wrong type or form.")]
    public async Task A_body_that_is_no_request_is_refused(string body, string text)
    {
        foreach (var path in new[] { "/verify", "/activate", "/validate", "/heartbeat", "/deactivate" })
        {
            // Only what an endpoint reads has a type; the rest is ignored.
            if (path == "/verify" && body.Contains("machineFingerprint", StringComparison.Ordinal))
                continue;
            await Refused(Refusal.InvalidRequest(text), () => Server.PostText(path, body));
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused() => await Refused(
        Refusal.InvalidRequest("The body contains text that is not valid Unicode."),
        () => Server.Send(HttpMethod.Post, "/activate", new ByteArrayContent([.. "{\"licenseKey\":\""u8, 0xC3, 0x28, .. "\"}"u8])));

    [Theory]
    [InlineData("/verify", "{}")]
    [InlineData("/verify", "{\"licenseKey\":\"x\"}")]
    [InlineData("/verify", "{\"licenseKey\":\"x\",\"productId\":\"\"}")]
    [InlineData("/verify", "{\"licenseKey\":\"x\",\"productId\":\" \"}")]
    [InlineData("/verify", "{\"licenseKey\":\"x\",\"productId\":null}")]
    [InlineData("/activate", "{\"licenseKey\":\"x\",\"machineFingerprint\":\"x\",\"hostname\":\"x\"}")]
    [InlineData("/activate", "{\"licenseKey\":\"x\",\"machineFingerprint\":\"x\",\"productId\":\"x\"}")]
    [InlineData("/activate", "{\"licenseKey\":\"x\",\"hostname\":\"x\",\"productId\":\"x\"}")]
    [InlineData("/activate", "{\"machineFingerprint\":\"x\",\"hostname\":\"x\",\"productId\":\"x\"}")]
    [InlineData("/validate", "{\"licenseKey\":\"x\",\"machineFingerprint\":\"x\"}")]
    [InlineData("/heartbeat", "{\"licenseKey\":\"x\"}")]
    [InlineData("/deactivate", "{\"machineFingerprint\":\"x\"}")]
    [InlineData("/activate", "")]
    public async Task A_missing_field_is_missed(string path, string body) =>
        await Refused(Refusal.MissingFields, () => Server.PostText(path, body));

    [Theory]
    [InlineData("machineFingerprint", 128)]
    [InlineData("hostname", 255)]
    [InlineData("user", 255)]
    [InlineData("sessionId", 128)]
    [InlineData("sdk", 128)]
    public async Task A_text_may_be_so_long_and_no_longer(string field, int longest)
    {
        var license = await Sell();
        Task<Answer> Activate(int length)
        {
            var fields = new Dictionary<string, string>
            {
                ["licenseKey"] = license.Key, ["productId"] = license.ProductId, ["hostname"] = "h", ["machineFingerprint"] = "m",
            };
            fields[field] = new string('x', length);
            return Server.Post("/activate", fields);
        }

        (await Activate(longest)).Ok();
        await Refused(Refusal.InvalidRequest($"Field '{field}' is longer than {longest} characters."), () => Activate(longest + 1));
    }

    [Fact]
    public async Task Texts_nobody_needs_are_limited_too()
    {
        await Refused(Refusal.InvalidRequest("Field 'licenseKey' is too long."), () => Server.Post("/verify", new { licenseKey = new string('k', 2049), productId = "x" }));
        await Refused(Refusal.InvalidRequest("Field 'token' is too long."), () => Server.Post("/validate", new { licenseKey = "x", machineFingerprint = "m", token = new string('t', 16 * 1024 + 1) }));
        await Refused(Refusal.LicenseNotFound, () => Server.Post("/validate", new { licenseKey = "x", machineFingerprint = "m", token = new string('t', 16 * 1024) }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_64_KiB_is_read_and_a_larger_one_is_not(bool chunked)
    {
        var license = await Sell();
        var request = $$"""{"licenseKey":"{{license.Key}}","productId":"{{license.ProductId}}"}""";
        (await Server.Send(HttpMethod.Post, "/verify", Padded(request, Defaults.MaxBodyBytes, chunked))).Ok();
        foreach (var size in new[] { Defaults.MaxBodyBytes + 1, 3 * Defaults.MaxBodyBytes })
        {
            await Refused(
                Refusal.InvalidRequest("The body is larger than 64 KiB."),
                () => Server.Send(HttpMethod.Post, "/verify", Padded(request, size, chunked)));
        }
    }

    [Fact]
    public async Task Fields_that_nobody_knows_are_ignored()
    {
        var license = await Sell();
        (await Server.PostText(
            "/verify",
            $$"""{"licenseKey":"{{license.Key}}","productId":"{{license.ProductId}}","future":{"a":[1,null]},"status":"revoked","LICENSEKEY":"x"}""")).Ok();
    }

    [Fact]
    public async Task A_body_is_read_whatever_its_content_type_says()
    {
        var license = await Sell();
        var body = $$"""{"licenseKey":"{{license.Key}}","productId":"{{license.ProductId}}"}""";
        (await Server.Send(HttpMethod.Post, "/verify", new StringContent(body, Encoding.UTF8, "text/plain"))).Ok();
        (await Server.Send(HttpMethod.Post, "/verify", new ByteArrayContent(Encoding.UTF8.GetBytes(body)))).Ok();
    }

    private static HttpContent Padded(string request, int size, bool chunked)
    {
        var bytes = Encoding.ASCII.GetBytes(request.PadRight(size));
        return chunked ? new StreamContent(new UnknownLength(bytes)) : new ByteArrayContent(bytes);
    }

    /// <summary>A stream that does not tell its length makes HTTP send it in chunks.</summary>
    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

public sealed class BodyOnSqlite(SqliteEngine engine) : BodyScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class BodyOnPostgres(PostgresEngine engine) : BodyScenarios(engine), IClassFixture<PostgresEngine>;
