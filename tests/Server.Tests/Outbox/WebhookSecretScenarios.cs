using System.Security.Cryptography;
using CgLicense.Server.Access;
using CgLicense.Server.Outbox;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Outbox;

/// <summary>Endpoints' secrets: shown once, kept sealed, replaced without a gap.</summary>
public abstract class WebhookSecretScenarios(EngineFixture engine) : WebhookScenario(engine)
{
    [Fact]
    public async Task After_a_rotation_both_secrets_sign_for_a_day_and_then_only_the_new_one()
    {
        await using var receiver = await Receiver.Start();
        var old = await (await Subscribe(receiver)).Test();
        await Server.Deliver();
        var rotated = (await Server.Admin("/rotateWebhookSecret", new { endpointId = old.EndpointId })).Ok();
        var fresh = rotated.String("secret")!;
        Assert.NotEqual(old.Secret, fresh);
        Assert.Equal(Clock.GetUtcNow().AddHours(24), rotated.Time("previousUntil"));
        await old.Test();
        await Server.Deliver();
        Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        await old.Test();
        await Server.Deliver();
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await old.Test();
        await Server.Deliver();
        string Both(Arrived arrived) => Sign(fresh, arrived) + " " + Sign(old.Secret, arrived);
        var arrived = receiver.Arrived;
        Assert.Equal(
            [Sign(old.Secret, arrived[0]), Both(arrived[1]), Both(arrived[2]), Sign(fresh, arrived[3])], arrived.Select(one => one.Signature));
    }

    [Fact]
    public async Task A_secret_that_leaked_ends_at_once()
    {
        await using var receiver = await Receiver.Start();
        var leaked = await Subscribe(receiver);
        var rotated = (await Server.Admin("/rotateWebhookSecret", new { endpointId = leaked.EndpointId, overlapHours = 0 })).Ok();
        Assert.Null(rotated.String("previousUntil"));
        await leaked.Test();
        await Server.Deliver();
        Assert.Equal(Sign(rotated.String("secret")!, receiver.Arrived[0]), receiver.Arrived[0].Signature);
    }

    [Fact]
    public async Task The_database_alone_gives_no_secret_away_and_none_can_be_moved_to_another_endpoint()
    {
        await using var receiver = await Receiver.Start();
        var (mine, theirs) = (await Subscribe(receiver), await Subscribe(receiver));
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", mine.Secret);
        var dump = await TableDump.Of(Server.Database);
        Assert.DoesNotContain(mine.Secret["whsec_".Length..], dump, StringComparison.Ordinal);
        await Server.Database.Write(session => session.Execute(
            "UPDATE webhook_endpoint SET secret = (SELECT secret FROM webhook_endpoint WHERE uid = @mine) WHERE uid = @theirs",
            ("mine", mine.EndpointId), ("theirs", theirs.EndpointId)));
        await theirs.Test();
        await Server.Deliver();
        Assert.Empty(receiver.Arrived);
        Assert.Equal(
            "The endpoint's secret cannot be opened with this server's webhooks.key. Restore that file, or rotate the secret.",
            (await theirs.Delivery()).GetProperty("error").GetString());
        (await Server.Admin("/rotateWebhookSecret", new { endpointId = theirs.EndpointId, overlapHours = 0 })).Ok();
        await PassAndDeliver(TimeSpan.FromSeconds(6));
        Assert.Single(receiver.Arrived);
    }

    [Fact]
    public void A_secret_sealed_under_one_key_does_not_open_under_another()
    {
        var sealedText = new SealedSecrets(new byte[32]).Seal("we_1", new Secret("whsec_AAAA"));
        Assert.Equal("whsec_AAAA", new SealedSecrets(new byte[32]).Open("we_1", sealedText).Reveal());
        Assert.ThrowsAny<CryptographicException>(() => new SealedSecrets([1, .. new byte[31]]).Open("we_1", sealedText));
        Assert.ThrowsAny<CryptographicException>(() => new SealedSecrets(new byte[32]).Open("we_2", sealedText));
    }
}

public sealed class WebhookSecretsOnSqlite(SqliteEngine engine) : WebhookSecretScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class WebhookSecretsOnPostgres(PostgresEngine engine) : WebhookSecretScenarios(engine), IClassFixture<PostgresEngine>;
