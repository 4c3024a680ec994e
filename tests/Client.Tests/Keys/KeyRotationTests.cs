using CgLicense.Keys;
using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

/// <summary>The server's signing keys change under machines that are activated already.</summary>
public sealed class KeyRotationTests
{
    [Fact]
    public async Task A_rotated_key_costs_no_token_and_a_revoked_one_no_slot()
    {
        await using var server = await ServerProcess.Start();
        var folder = new KeyFolder(Path.Combine(server.DataFolder, "keys"));
        var first = Assert.Single(folder.ReadKeySet().Keys).Kid;
        var (machine, key) = await Machine.WithLicense(server);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);

            KeyCeremony.Rotate(folder, null, KeyCeremony.DefaultOverlap, TimeProvider.System.GetUtcNow());
            // Published for longer than a minute, it signs.
            File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "keyset.jws"), TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-2));
            await UntilServed(server, version: 2);
            // The old key's token stands, and the next check that is due replaces it by the new key's.
            Assert.True(machine.Start(server.Url).CheckLicense().IsLicensed);
            machine.ClockOff = TimeSpan.FromHours(30);
            Assert.True(machine.Start(server.Url).CheckLicense().IsLicensed);
            Assert.NotEqual(first, StoredKid(machine));

            KeyCeremony.Revoke(folder, null, StoredKid(machine), TimeProvider.System.GetUtcNow());
            await UntilServed(server, version: 3);
            // The server does not believe the token any more; the license key speaks for the machine.
            machine.ClockOff = TimeSpan.FromHours(60);
            Assert.True(machine.Start(server.Url).CheckLicense().IsLicensed);
            Assert.True(machine.Start("http://127.0.0.1:1").CheckLicense().IsLicensed);
            Assert.Equal(1, (await server.Admin.GetLicense(key)).MachinesUsed);
        }
    }

    private static string StoredKid(Machine machine)
    {
        using var client = machine.Start("http://127.0.0.1:1");
        var cache = new TokenCache(machine.LicenseFile, machine.ProductId, machine.Salt, () => client.Fingerprint);
        var record = Assert.IsType<CacheReading.Content>(cache.Read()).Record;
        var keys = new KeyTrust(null, vouchesForKeys: true).Of(record).Keys!;
        return Assert.IsType<TokenReading.Genuine>(LicenseToken.Read(record.Token, keys)).Kid;
    }

    private static async Task UntilServed(ServerProcess server, long version)
    {
        using var api = new ServerApi(ServerAddress.Parse(server.Url), mayTalk: true);
        var trust = new KeyTrust(null, vouchesForKeys: true);
        var patience = TimeSpan.FromSeconds(30);
        while (true)
        {
            var reply = await api.GetSigningKey(TestContext.Current.CancellationToken);
            var answer = Assert.IsType<Reply<SigningKeyAnswer>.Answered>(reply).Answer;
            if (trust.Adopt(new Trust(null, null, null), answer)!.Keys!.Version == version)
                return;
            Assert.True(patience > TimeSpan.Zero, "The server did not take over the new key set.");
            await Task.Delay(250, TestContext.Current.CancellationToken);
            patience -= TimeSpan.FromMilliseconds(250);
        }
    }
}
