namespace CgLicense.Client.Tests;

/// <summary>Every carried file of the contract, on a machine that holds what the vector says; no server exists.</summary>
public sealed class OfflineFileVectorTests : IDisposable
{
    private const string Salt = "demo-salt";

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-carried-").FullName;

    public static TheoryData<string> Good => [.. OfflineFileVector.Good.Select(vector => vector.Name)];

    public static TheoryData<string> Bad => [.. OfflineFileVector.Bad.Select(vector => vector.Name)];

    private string Carried => Path.Combine(folder, "demo-tool.cglicense");

    private string LicenseFile => Path.Combine(folder, TokenCache.FileName);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(Good))]
    public void A_good_file_becomes_the_license_of_the_machine(string name)
    {
        var vector = OfflineFileVector.Good.Single(each => each.Name == name);
        var done = Assert.IsType<ActivationOutcome.Done>(Take(vector));
        Assert.True(done.Check.IsLicensed);
        Assert.Equal((1, 2), (done.Activation.MachinesUsed, done.Activation.MaxMachines));
        var kept = Assert.IsType<CacheReading.Content>(Cache().Read()).Record;
        Assert.Equal((vector.SeenAt, vector.KeySet), (kept.SeenAt, kept.KeySet));
        Assert.Equal(vector.HeldLicense?.RootKey, kept.RootKey);
        Assert.Null(kept.Refusal);
        var claims = Assert.IsType<TokenReading.Genuine>(
            LicenseToken.Read(kept.Token, KeySet.TryRead(kept.KeySet, RsaPublicKey.FromPem(OfflineFileVector.RootPem))!)).Claims;
        Assert.Equal(
            (claims.LicenseKey, claims.Status, claims.Variant, claims.LicenseType, claims.Message),
            (kept.LicenseKey, kept.Status, kept.Variant, kept.LicenseType, kept.Message));
        Assert.Equal(claims.Features, kept.Features);
        Assert.Equal(claims.Exp, done.Activation.TokenExpiresAt.ToUnixTimeSeconds());
    }

    [Theory, MemberData(nameof(Bad))]
    public void A_bad_file_is_refused_for_its_own_reason_and_changes_nothing(string name)
    {
        var vector = OfflineFileVector.Bad.Single(each => each.Name == name);
        var before = Hold(vector);
        var error = Assert.IsType<ActivationOutcome.Failed>(Take(vector)).Error;
        Assert.Equal((vector.Code, vector.Reason), (error.Code, error.Reason));
        Assert.Equal(before, File.Exists(LicenseFile) ? File.ReadAllBytes(LicenseFile) : null);
        Assert.DoesNotContain("CGL-", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        foreach (var path in new[] { Carried + ".gone", folder, Path.Combine(Carried, "below"), "" })
        {
            var error = Assert.IsType<ActivationOutcome.Failed>(Reading(OfflineFileVector.Good[0]).Read(path)).Error;
            Assert.Equal((ErrorCodes.InvalidRequest, "file_unreadable"), (error.Code, error.Reason));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Both_machines_are_named_in_short_when_the_file_is_another_s()
    {
        var error = Assert.IsType<ActivationOutcome.Failed>(Take(OfflineFileVector.Bad.Single(each => each.Name == "for another machine"))).Error;
        Assert.Contains("00000000…", error.Message, StringComparison.Ordinal);
        Assert.Contains(OfflineFileVector.Fingerprint[..8] + "…", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(OfflineFileVector.Fingerprint, error.Message, StringComparison.Ordinal);
    }

    private ActivationOutcome Take(OfflineFileVector vector)
    {
        Hold(vector);
        File.WriteAllText(Carried, vector.File);
        return Reading(vector).Read(Carried);
    }

    /// <summary>The license file's bytes; null when nothing is held.</summary>
    private byte[]? Hold(OfflineFileVector vector)
    {
        if (vector.HeldLicense is not { } held)
            return null;
        if (!File.Exists(LicenseFile))
            Assert.True(Cache().TryWrite(held));
        return File.ReadAllBytes(LicenseFile);
    }

    private OfflineActivation Reading(OfflineFileVector vector)
    {
        var trust = new KeyTrust(vector.Pinned ? RsaPublicKey.FromPem(OfflineFileVector.RootPem) : null, vouchesForKeys: true);
        using var api = new ServerApi(ServerAddress.Parse("http://127.0.0.1:9"), mayTalk: false);
        return new OfflineActivation(
            new LicenseMemory(Cache()), new TokenJudge(api, trust, OfflineFileVector.ProductId, () => OfflineFileVector.Fingerprint),
            OfflineFileVector.ProductId, () => OfflineFileVector.Fingerprint, () => DateTimeOffset.FromUnixTimeSeconds(vector.Clock));
    }

    private TokenCache Cache() => new(LicenseFile, OfflineFileVector.ProductId, Salt, () => OfflineFileVector.Fingerprint);
}
