namespace CgLicense.Server.Tests.Access;

/// <summary>Who may call what, and where the credential is looked for: the first one present decides.</summary>
public abstract class CredentialScenarios(EngineFixture engine) : Scenario(engine)
{
    private const string Secret = EngineFixture.AdminSecret;

    [Fact]
    public async Task The_admin_secret_is_taken_from_any_of_its_places()
    {
        (await Server.Get("/listProducts", Secret)).Ok();
        (await Server.Get("/listProducts", null, ("Authorization", "bearer " + Secret))).Ok();
        (await Server.Get("/listProducts", null, ("X-API-Key", Secret))).Ok();
        (await Server.Post("/listProducts", new { adminSecret = Secret })).Ok();
        (await Server.Post("/listProducts", new { apiKey = Secret })).Ok();
        (await Server.Get("/listProducts?apiKey=" + Secret)).Ok();
    }

    [Fact]
    public async Task The_admin_secret_is_never_taken_from_a_query() =>
        await Refused(Refusal.NoCredentials, () => Server.Get("/listProducts?adminSecret=" + Secret));

    [Fact]
    public async Task A_wrong_credential_is_not_forgiven_because_a_right_one_follows()
    {
        var right = new { adminSecret = Secret };
        await Refused(Refusal.WrongCredentials, () => Server.Post("/listProducts", right, "wrong"));
        await Refused(Refusal.WrongCredentials, () => Server.Post("/listProducts", right, null, ("X-API-Key", "wrong")));
        await Refused(Refusal.WrongCredentials, () => Server.Get("/listProducts?apiKey=" + Secret, null, ("X-API-Key", "wrong")));
        await Refused(Refusal.WrongCredentials, () => Server.Post("/listProducts?apiKey=" + Secret, new { apiKey = "wrong" }));
    }

    [Fact]
    public async Task The_first_place_decides_even_when_a_later_one_is_wrong()
    {
        (await Server.Post("/listProducts", new { adminSecret = "wrong" }, Secret)).Ok();
        (await Server.Get("/listProducts?apiKey=wrong", null, ("X-API-Key", Secret))).Ok();
        (await Server.Post("/listProducts?apiKey=wrong", new { apiKey = Secret })).Ok();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("an-admin-secret-of-the-tests-0124")]
    [InlineData("an-admin-secret-of-the-tests-012")]
    [InlineData("AN-ADMIN-SECRET-OF-THE-TESTS-0123")]
    public async Task What_is_almost_the_secret_is_wrong(string almost) =>
        Assert.Equal(401, (await Server.Post("/listProducts", new { adminSecret = almost })).Status);

    [Fact]
    public async Task A_stranger_learns_nothing_about_fields_or_keys()
    {
        var license = await Sell();
        await Refused(Refusal.NoCredentials, () => Server.PostText("/createLicense", """{"maxMachines":"two"}"""));
        await Refused(Refusal.WrongCredentials, () => Server.Post("/getLicense", new { licenseKey = license.Key }, "wrong"));
        await Refused(Refusal.WrongCredentials, () => Server.Post("/getLicense", new { licenseKey = "CGL-NEVER-SOLD" }, "wrong"));
    }

    [Theory]
    [InlineData("/createLicense")]
    [InlineData("/getLicense")]
    [InlineData("/listLicenses")]
    [InlineData("/updateLicense")]
    [InlineData("/revokeLicense")]
    [InlineData("/reinstateLicense")]
    [InlineData("/resetActivations")]
    [InlineData("/removeActivation")]
    [InlineData("/createOfflineFile")]
    [InlineData("/createProduct")]
    [InlineData("/updateProduct")]
    [InlineData("/listProducts")]
    [InlineData("/createVariant")]
    [InlineData("/updateVariant")]
    [InlineData("/listVariants")]
    [InlineData("/deleteProduct")]
    [InlineData("/deleteVariant")]
    [InlineData("/createDiscountCode")]
    [InlineData("/updateDiscountCode")]
    [InlineData("/deleteDiscountCode")]
    [InlineData("/listDiscountCodes")]
    [InlineData("/createTrialCode")]
    [InlineData("/updateTrialCode")]
    [InlineData("/deleteTrialCode")]
    [InlineData("/listTrialCodes")]
    [InlineData("/resolveLicense")]
    [InlineData("/listViolations")]
    [InlineData("/createApiKey")]
    [InlineData("/revokeApiKey")]
    [InlineData("/listApiKeys")]
    public async Task Every_administrative_endpoint_asks_who_calls(string path)
    {
        await Refused(Refusal.NoCredentials, () => Server.Post(path, new { }));
        await Refused(Refusal.WrongCredentials, () => Server.Post(path, new { }, "cgls_" + new string('x', 64)));
    }

    [Theory]
    [InlineData("{\"adminSecret\":5}", "Field 'adminSecret' has a value of the wrong type or form.")]
    [InlineData("{\"apiKey\":[\"a\"]}", "Field 'apiKey' has a value of the wrong type or form.")]
    public async Task A_credential_that_is_no_text_is_a_bad_request(string body, string text) =>
        await Refused(Refusal.InvalidRequest(text), () => Server.PostText("/listProducts", body));
}

public sealed class CredentialsOnSqlite(SqliteEngine engine) : CredentialScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class CredentialsOnPostgres(PostgresEngine engine) : CredentialScenarios(engine), IClassFixture<PostgresEngine>;
