using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CgLicense.Server.Tests.Signing;

/// <summary>A library that shares no line with ours reads our tokens, and plain RSA our signatures.</summary>
public abstract class IndependentJudgeScenarios(EngineFixture engine) : Scenario(engine)
{
    private static readonly JsonWebTokenHandler Judge = new() { MapInboundClaims = false };

    [Theory]
    [InlineData("per-machine")]
    [InlineData("floating")]
    [InlineData("site")]
    public async Task Every_kind_of_token_is_valid_by_the_published_keys(string licenseType)
    {
        var license = await Sell(new { licenseType });
        var answer = (await license.Machine("a").Activate()).Ok();
        var judged = await Validate(answer.String("token")!, license.ProductId);
        Assert.True(judged.IsValid, judged.Exception?.Message);
        var token = (JsonWebToken)judged.SecurityToken;
        Assert.Equal(("RS256", "JWT"), (token.Alg, token.Typ));
        Assert.Equal(answer.Time("expiresAt").UtcDateTime, token.ValidTo);
        Assert.Equal(Clock.GetUtcNow().UtcDateTime, token.IssuedAt);
        Assert.StartsWith("lic_", token.Subject, StringComparison.Ordinal);
        Assert.Equal(license.Key, token.GetPayloadValue<string>("licenseKey"));
        Assert.Equal("a", token.GetPayloadValue<string>("machineFingerprint"));
        Assert.Equal(license.ProductId, token.GetPayloadValue<string>("productId"));
        Assert.Equal(licenseType == "floating", token.TryGetPayloadValue<string>("sid", out var session) && session == answer.String("sessionId"));
    }

    [Fact]
    public async Task A_token_is_not_valid_for_another_product_nor_after_its_end_nor_when_changed()
    {
        var license = await Sell();
        var token = (await license.Machine("a").Activate()).Ok().String("token")!;
        Assert.IsType<SecurityTokenInvalidAudienceException>((await Validate(token, "another-tool")).Exception);
        Assert.IsType<SecurityTokenInvalidSignatureException>(
            (await Validate(token[..token.LastIndexOf('.')] + ".AAAA", license.ProductId)).Exception);
        await Pass(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1));
        Assert.IsType<SecurityTokenInvalidLifetimeException>((await Validate(token, license.ProductId)).Exception);
    }

    [Fact]
    public async Task No_two_tokens_have_the_same_id()
    {
        var machine = (await Sell()).Machine("a");
        var ids = new HashSet<string>();
        for (var i = 0; i < 20; i++)
            ids.Add(new JsonWebToken((await machine.Activate()).Ok().String("token")).Id);
        Assert.Equal(20, ids.Count);
    }

    [Fact]
    public async Task The_root_signs_the_public_key_and_the_key_set()
    {
        var answer = (await Server.Get("/getSigningKey")).Ok();
        using var root = RSA.Create();
        root.ImportFromPem(answer.String("rootKey"));
        Assert.True(root.KeySize >= 3072);
        Assert.True(root.VerifyData(
            Encoding.ASCII.GetBytes(answer.String("publicKey")!), Convert.FromBase64String(answer.String("rootSignature")!),
            HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var judged = await Judge.ValidateTokenAsync(answer.String("keySet"), new TokenValidationParameters
        {
            IssuerSigningKey = new RsaSecurityKey(root.ExportParameters(false)), ValidateAudience = false, ValidateIssuer = false, ValidateLifetime = false,
            ValidAlgorithms = ["RS256"],
        });
        Assert.True(judged.IsValid, judged.Exception?.Message);
    }

    [Fact]
    public async Task The_published_key_is_the_one_that_signs_and_its_id_its_thumbprint()
    {
        var answer = (await Server.Get("/getSigningKey")).Ok();
        using var signing = RSA.Create();
        signing.ImportFromPem(answer.String("publicKey"));
        var published = new JsonWebKeySet((await Server.Get("/.well-known/jwks.json")).Text).Keys.Single();
        Assert.Equal(answer.String("kid"), published.Kid);
        Assert.Equal(signing.ExportParameters(false).Modulus, Base64UrlEncoder.DecodeBytes(published.N));
        Assert.Equal(Base64UrlEncoder.Encode(published.ComputeJwkThumbprint()), published.Kid);
        Assert.Equal(("RSA", "sig", "RS256"), (published.Kty, published.Use, published.Alg));
    }

    private async Task<TokenValidationResult> Validate(string token, string product)
    {
        var keys = new JsonWebKeySet((await Server.Get("/.well-known/jwks.json")).Text);
        return await Judge.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.GetSigningKeys(), ValidIssuer = "cglicense", ValidAudience = product, ValidAlgorithms = ["RS256"],
            LifetimeValidator = (_, end, _, _) => end > Clock.GetUtcNow().UtcDateTime,
        });
    }
}

public sealed class IndependentJudgeOnSqlite(SqliteEngine engine) : IndependentJudgeScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class IndependentJudgeOnPostgres(PostgresEngine engine) : IndependentJudgeScenarios(engine), IClassFixture<PostgresEngine>;
