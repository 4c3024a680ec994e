using CgLicense.Keys;
using CgLicense.Server.Signing;

namespace CgLicense.Server.Tests.Signing;

/// <summary>What a running server does when its key folder changes: no restart, and no token dies but those of a revoked key.</summary>
public abstract class KeyRotationScenarios(EngineFixture engine) : Scenario(engine)
{
    [Fact]
    public async Task After_a_rotation_old_tokens_stand_and_are_renewed_under_the_new_key()
    {
        var (server, folder) = await OwnKeys();
        await using var _ = server;
        var machine = (await Sell()).On(server).Machine("a");
        (await machine.Activate()).Ok();
        var first = await Kid(server);
        KeyCeremony.Rotate(folder, null, KeyCeremony.DefaultOverlap, Clock.GetUtcNow().AddSeconds(1));
        var second = await NextKid(server, first);
        var answer = (await machine.Validate()).Ok();
        Assert.True(answer.Flag("refreshed"));
        Assert.False((await machine.Validate()).Ok().Flag("refreshed"));
        var published = (await server.Get("/.well-known/jwks.json"))["keys"].EnumerateArray().Select(key => key.GetProperty("kid").GetString());
        Assert.Equal(new[] { first, second }.Order(), published.Order());
    }

    [Fact]
    public async Task A_new_key_is_published_for_a_minute_before_it_signs()
    {
        var (server, folder) = await OwnKeys();
        await using var _ = server;
        var first = await Kid(server);
        KeyCeremony.Rotate(folder, null, KeyCeremony.DefaultOverlap, Clock.GetUtcNow().AddSeconds(1));
        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "keyset.jws"), Clock.GetUtcNow().UtcDateTime);
        while ((await server.Get("/.well-known/jwks.json"))["keys"].GetArrayLength() == 1)
            Clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(first, await Kid(server));
        Clock.Advance(KeysInUse.Spread);
        Assert.NotEqual(first, await NextKid(server, first));
    }

    [Fact]
    public async Task A_token_of_a_node_that_saw_a_new_key_first_is_believed_by_the_others()
    {
        var (server, folder) = await OwnKeys();
        await using var _ = server;
        var machine = (await Sell()).On(server).Machine("a");
        (await machine.Activate()).Ok();
        // From here on the watch never looks: no time passes.
        KeyCeremony.Rotate(folder, null, KeyCeremony.DefaultOverlap, Clock.GetUtcNow().AddSeconds(1));
        await using (var other = await RunningServer.Start(Engine.Options with { KeysFolder = folder.Path }, Clock))
        {
            machine = machine with { Server = other };
            (await machine.Activate()).Ok();
        }

        (await (machine with { Server = server }).Validate()).Ok();
    }

    [Fact]
    public async Task Tokens_of_a_revoked_key_are_not_believed_and_their_machines_activate_again()
    {
        var (server, folder) = await OwnKeys();
        await using var _ = server;
        var machine = (await Sell()).On(server).Machine("a");
        (await machine.Activate()).Ok();
        var first = await Kid(server);
        KeyCeremony.Revoke(folder, null, first, Clock.GetUtcNow().AddSeconds(1));
        await NextKid(server, first);
        (await machine.Validate()).Is(Refusal.InvalidToken);
        Assert.Equal(1, (await machine.Activate()).Ok().Number("machinesUsed"));
        (await machine.Validate()).Ok();
    }

    [Fact]
    public async Task A_key_folder_that_was_tampered_with_changes_nothing()
    {
        var (server, folder) = await OwnKeys();
        await using var _ = server;
        var before = (await server.Get("/getSigningKey")).Text;
        var file = Path.Combine(folder.Path, "keyset.jws");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Trim()[..^8] + "AAAAAAAA");
        File.SetLastWriteTimeUtc(file, Clock.GetUtcNow().UtcDateTime);
        for (var i = 0; i < 20; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(before, (await server.Get("/getSigningKey")).Text);
        }
    }

    private async Task<(RunningServer Server, KeyFolder Folder)> OwnKeys()
    {
        var folder = Path.Combine(Engine.DataFolder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(TestKeys.Folder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return (await RunningServer.Start(Engine.Options with { KeysFolder = folder }, Clock), new KeyFolder(folder));
    }

    private static async Task<string> Kid(RunningServer server) => (await server.Get("/getSigningKey")).Ok().String("kid")!;

    /// <summary>The watch looks every two seconds of the tests' clock; how long it then takes is the machine's affair.</summary>
    private async Task<string> NextKid(RunningServer server, string before)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            Clock.Advance(TimeSpan.FromSeconds(2));
            if (await Kid(server) is var kid && kid != before)
                return kid;
            await Task.Delay(10, patience.Token);
        }
    }
}

public sealed class KeyRotationOnSqlite(SqliteEngine engine) : KeyRotationScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class KeyRotationOnPostgres(PostgresEngine engine) : KeyRotationScenarios(engine), IClassFixture<PostgresEngine>;
