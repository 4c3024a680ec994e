namespace CgLicense.Server.Tests.Http;

public abstract class RouteScenarios(EngineFixture engine) : Scenario(engine)
{
    [Theory]
    [InlineData("/nothing")]
    [InlineData("/activate/now")]
    [InlineData("/.env")]
    [InlineData("/%2e%2e/etc/passwd")]
    public async Task A_path_that_leads_nowhere_does_not_look_like_a_license_that_is_gone(string path) => await Refused(
        new Refusal(404, "invalid_request", "No such endpoint. Check the server's address and the path."), () => Server.Get(path));

    [Theory]
    [InlineData("/activate", "GET", "POST")]
    [InlineData("/verify", "DELETE", "POST")]
    [InlineData("/createLicense", "GET", "POST")]
    [InlineData("/revokeLicense", "PUT", "POST")]
    [InlineData("/health", "POST", "GET, HEAD")]
    public async Task Another_method_is_refused_with_those_that_there_are(string path, string method, string allowed)
    {
        var answer = await Refused(
            new Refusal(405, "invalid_request", $"This endpoint does not answer {method}; it takes {allowed}."),
            () => Server.Send(new HttpMethod(method), path));
        Assert.Equal(405, answer.Status);
    }

    [Fact]
    public async Task Reading_endpoints_answer_GET_and_POST_alike()
    {
        var license = await Sell();
        var secret = EngineFixture.AdminSecret;
        Assert.Equal((await Server.Admin("/getLicense", new { licenseKey = license.Key })).Ok().Text, (await Server.Get("/getLicense?licenseKey=" + license.Key, secret)).Ok().Text);
        Assert.Equal((await Server.Admin("/listProducts", new { includeAll = true })).Ok().Text, (await Server.Get("/listProducts?includeAll=true", secret)).Ok().Text);
        Assert.Equal((await Server.Admin("/listLicenses", new { limit = 1 })).Ok().Text, (await Server.Get("/listLicenses?limit=1", secret)).Ok().Text);
        Assert.Equal((await Server.Post("/getSigningKey", new { })).Ok().Text, (await Server.Get("/getSigningKey")).Ok().Text);
        (await Server.Get("/listApiKeys", secret)).Ok();
        (await Server.Get("/listVariants?productId=" + license.ProductId, secret)).Ok();
    }

    [Fact]
    public async Task HEAD_is_GET_without_the_body()
    {
        var license = await Sell();
        foreach (var path in new[] { "/health", "/getLicense?licenseKey=" + license.Key })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            request.Headers.Add("X-API-Key", EngineFixture.AdminSecret);
            using var response = await Server.Http.SendAsync(request);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
            Assert.True(response.Content.Headers.ContentLength > 0);
        }
    }

    [Theory]
    [InlineData("/verify/")]
    [InlineData("/VALIDATE")]
    public async Task An_endpoint_keeps_its_envelope_however_its_path_is_written(string path)
    {
        var answer = await Server.Post(path, new { });
        Assert.Equal((400, false), (answer.Status, answer.Flag("valid")));
        Assert.False(answer.Body.TryGetProperty("success", out _));
    }

    [Fact]
    public async Task Every_answer_carries_a_request_id_of_its_own()
    {
        var ids = new HashSet<string>();
        foreach (var path in new[] { "/health", "/no-such-endpoint", "/activate", "/getSigningKey", "/listProducts" })
            ids.Add((await Server.Get(path)).Headers.GetValues("X-Request-Id").Single());
        Assert.Equal(5, ids.Count);
    }

    [Theory]
    [InlineData("client-42.a_B", true)]
    [InlineData("with space", false)]
    [InlineData("a\"b", false)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", false)]
    public async Task The_callers_own_request_id_comes_back_where_it_cannot_do_harm(string given, bool kept)
    {
        var answer = await Server.Get("/health", null, ("X-Request-Id", given));
        Assert.Equal(kept, answer.Headers.GetValues("X-Request-Id").Single() == given);
    }

    [Fact]
    public async Task No_cache_may_keep_an_answer_and_no_browser_guess_its_type()
    {
        var answer = await Server.Get("/getSigningKey");
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_query_is_checked_like_a_body()
    {
        var secret = EngineFixture.AdminSecret;
        await Refused(Refusal.InvalidRequest("Field 'licenseKey' contains control characters."), () => Server.Get("/getLicense?licenseKey=a%00b", secret));
        await Refused(Refusal.InvalidRequest("Field 'search' is too long."), () => Server.Get("/listLicenses?search=" + new string('s', 2049), secret));
        await Refused(Refusal.InvalidRequest("Field 'search' is longer than 255 characters."), () => Server.Get("/listLicenses?search=" + new string('s', 256), secret));
        await Refused(Refusal.LicenseNotFound, () => Server.Get("/getLicense?licenseKey=%22%2C%22x%22%3A%22", secret));
    }
}

public sealed class RoutesOnSqlite(SqliteEngine engine) : RouteScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class RoutesOnPostgres(PostgresEngine engine) : RouteScenarios(engine), IClassFixture<PostgresEngine>;
