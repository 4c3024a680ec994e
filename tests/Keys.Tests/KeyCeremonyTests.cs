using CgLicense.Protocol;

namespace CgLicense.Keys.Tests;

/// <summary>What an operator does with the root key, on real files.</summary>
public sealed class KeyCeremonyTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string home = Directory.CreateTempSubdirectory("cglicense-keys-").FullName;

    private KeyFolder Folder => new(Path.Combine(home, "keys"));

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public void A_new_folder_has_a_root_one_signing_key_and_a_set_that_names_it()
    {
        KeyCeremony.Init(Folder, null, Start);

        var keySet = Folder.ReadKeySet();
        Assert.Equal(1, keySet.Version);
        var key = Assert.Single(keySet.Keys);
        using var signing = Folder.ReadSigningKey(key.Kid);
        Assert.Equal(key.Kid, signing!.PublicKey.Thumbprint());
        Assert.True(Folder.HasRootKey);
    }

    [Fact]
    public void The_root_signs_the_exact_bytes_of_each_public_key()
    {
        KeyCeremony.Init(Folder, null, Start);

        var kid = Folder.ReadKeySet().Keys.Single().Kid;
        using var signing = Folder.ReadSigningKey(kid);
        var root = RsaPublicKey.FromPem(Folder.RootPublicPem);
        var signature = Convert.FromBase64String(Folder.ReadRootSignature(kid));
        Assert.True(root.Verify(System.Text.Encoding.ASCII.GetBytes(signing!.PublicPem), signature));
    }

    [Fact]
    public void A_folder_with_keys_is_not_filled_again()
    {
        KeyCeremony.Init(Folder, null, Start);
        var before = File.ReadAllText(Path.Combine(Folder.Path, "keyset.jws"));

        var refusal = Assert.Throws<KeyFolderException>(() => KeyCeremony.Init(Folder, null, Start));

        Assert.Contains("has keys already", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path.Combine(Folder.Path, "keyset.jws")));
    }

    [Fact]
    public void The_root_can_be_kept_apart_from_the_first_moment()
    {
        var safe = Path.Combine(home, "root-on-a-stick.pem");
        KeyCeremony.Init(Folder, safe, Start);

        Assert.False(Folder.HasRootKey);
        var lost = Assert.Throws<KeyFolderException>(() => KeyCeremony.Rotate(Folder, null, KeyCeremony.DefaultOverlap, Start));
        Assert.Contains("--root", lost.Message, StringComparison.Ordinal);
        KeyCeremony.Rotate(Folder, safe, KeyCeremony.DefaultOverlap, Start);
        Assert.Equal(2, Folder.ReadKeySet().Version);
    }

    [Fact]
    public void Another_root_key_cannot_sign_for_this_folder()
    {
        KeyCeremony.Init(Folder, null, Start);
        var other = Path.Combine(home, "other.pem");
        using (var stranger = SigningKey.Generate(3072))
            File.WriteAllText(other, stranger.ToPem());

        var refusal = Assert.Throws<KeyFolderException>(
            () => KeyCeremony.Rotate(Folder, other, KeyCeremony.DefaultOverlap, Start));

        Assert.Contains("not the root key", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, Folder.ReadKeySet().Version);
    }

    [Fact]
    public void Rotation_adds_a_newer_key_and_lets_the_old_one_sign_only_through_the_overlap()
    {
        KeyCeremony.Init(Folder, null, Start);
        var old = Folder.ReadKeySet().Keys.Single();
        var later = Start.AddDays(100);

        KeyCeremony.Rotate(Folder, null, TimeSpan.FromDays(7), later);

        var keySet = Folder.ReadKeySet();
        Assert.Equal(2, keySet.Keys.Count);
        Assert.Equal(later.AddDays(7).ToUnixTimeSeconds(), keySet.Find(old.Kid)!.Expires);
        var newest = keySet.Keys.MaxBy(key => key.NotBefore)!;
        Assert.NotEqual(old.Kid, newest.Kid);
        Assert.Equal(later.AddDays(-1).ToUnixTimeSeconds(), newest.NotBefore);
    }

    [Theory, InlineData(-10), InlineData(10), InlineData(23 * 60)]
    public void A_server_whose_clock_is_behind_the_makers_has_a_key_to_sign_with_after_any_ceremony(int minutesBehind)
    {
        var there = Start.AddMinutes(-minutesBehind).ToUnixTimeSeconds();
        KeyCeremony.Init(Folder, null, Start);
        Assert.True(Newest().CoversIssueAt(there));

        KeyCeremony.Rotate(Folder, null, TimeSpan.FromDays(7), Start);
        Assert.True(Newest().CoversIssueAt(there));

        KeyCeremony.Rotate(Folder, null, TimeSpan.Zero, Start.AddDays(50));
        KeyCeremony.Revoke(Folder, null, Newest().Kid, Start.AddDays(100));
        Assert.True(Newest().CoversIssueAt(Start.AddDays(100).AddMinutes(-minutesBehind).ToUnixTimeSeconds()));

        KeySetEntry Newest() => Folder.ReadKeySet().Keys.MaxBy(key => key.NotBefore)!;
    }

    [Fact]
    public void Keys_made_by_a_clock_that_was_years_ahead_serve_the_clock_set_right()
    {
        KeyCeremony.Init(Folder, null, Start.AddYears(20));
        Assert.True(Folder.ReadKeySet().Keys.Single().CoversIssueAt(Start.ToUnixTimeSeconds()));
    }

    [Fact]
    public void Of_keys_made_in_one_second_the_last_one_is_the_newest()
    {
        KeyCeremony.Init(Folder, null, Start);
        var first = Folder.ReadKeySet().Keys.Single().Kid;

        KeyCeremony.Rotate(Folder, null, TimeSpan.FromDays(7), Start);

        Assert.NotEqual(first, Folder.ReadKeySet().Keys.MaxBy(key => key.NotBefore)!.Kid);
        Assert.Equal(2, Folder.ReadKeySet().Keys.Select(key => key.NotBefore).Distinct().Count());
    }

    [Fact]
    public void Tokens_signed_before_a_rotation_are_still_genuine_after_it()
    {
        KeyCeremony.Init(Folder, null, Start);
        var token = TokenBy(Folder.ReadKeySet().Keys.Single().Kid, Start.AddDays(99));

        KeyCeremony.Rotate(Folder, null, TimeSpan.FromDays(7), Start.AddDays(100));
        KeyCeremony.Rotate(Folder, null, TimeSpan.FromDays(7), Start.AddDays(200));

        Assert.IsType<TokenReading.Genuine>(LicenseToken.Read(token, Folder.ReadKeySet()));
    }

    [Fact]
    public void A_retired_key_proves_nothing_that_it_signs_after_its_overlap()
    {
        KeyCeremony.Init(Folder, null, Start);
        var kid = Folder.ReadKeySet().Keys.Single().Kid;
        KeyCeremony.Rotate(Folder, null, TimeSpan.FromDays(7), Start.AddDays(100));

        var late = TokenBy(kid, Start.AddDays(108));

        Assert.Equal(new TokenReading.Refused(TokenFault.BadClaims), LicenseToken.Read(late, Folder.ReadKeySet()));
    }

    [Fact]
    public void Revoking_the_only_key_ends_its_tokens_and_puts_a_new_key_in_the_same_set()
    {
        KeyCeremony.Init(Folder, null, Start);
        var kid = Folder.ReadKeySet().Keys.Single().Kid;
        var token = TokenBy(kid, Start.AddDays(1));

        KeyCeremony.Revoke(Folder, null, kid, Start.AddDays(2));

        var keySet = Folder.ReadKeySet();
        Assert.Equal(new TokenReading.Refused(TokenFault.RevokedKey), LicenseToken.Read(token, keySet));
        Assert.Contains(keySet.Keys, key => key.Kid != kid && !keySet.IsRevoked(key.Kid));
        Assert.Equal(2, keySet.Version);
    }

    [Fact]
    public void Revoking_a_retired_key_leaves_the_one_that_signs_alone()
    {
        KeyCeremony.Init(Folder, null, Start);
        var old = Folder.ReadKeySet().Keys.Single().Kid;
        KeyCeremony.Rotate(Folder, null, TimeSpan.FromDays(7), Start.AddDays(100));
        var signing = Folder.ReadKeySet().Keys.MaxBy(key => key.NotBefore)!.Kid;

        KeyCeremony.Revoke(Folder, null, old, Start.AddDays(101));

        var keySet = Folder.ReadKeySet();
        Assert.Equal(2, keySet.Keys.Count);
        Assert.False(keySet.IsRevoked(signing));
        Assert.Equal([old], keySet.Revoked);
    }

    [Fact]
    public void Revoking_twice_or_something_unknown_changes_nothing()
    {
        KeyCeremony.Init(Folder, null, Start);
        var kid = Folder.ReadKeySet().Keys.Single().Kid;
        KeyCeremony.Revoke(Folder, null, kid, Start);

        Assert.Throws<KeyFolderException>(() => KeyCeremony.Revoke(Folder, null, kid, Start));
        Assert.Throws<KeyFolderException>(() => KeyCeremony.Revoke(Folder, null, "no-such-key", Start));
        Assert.Equal(2, Folder.ReadKeySet().Version);
    }

    [Fact]
    public void A_key_set_of_another_root_is_refused_with_a_sentence()
    {
        KeyCeremony.Init(Folder, null, Start);
        var other = new KeyFolder(Path.Combine(home, "other"));
        KeyCeremony.Init(other, null, Start);
        File.Copy(Path.Combine(other.Path, "keyset.jws"), Path.Combine(Folder.Path, "keyset.jws"), overwrite: true);

        var refusal = Assert.Throws<KeyFolderException>(() => Folder.ReadKeySet());
        Assert.Contains("same backup", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Private_keys_are_readable_by_their_owner_alone()
    {
        // Windows has access lists instead, inherited from the user's own folder.
        if (OperatingSystem.IsWindows())
            return;
        KeyCeremony.Init(Folder, null, Start);

        foreach (var file in Directory.GetFiles(Folder.Path))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private string TokenBy(string kid, DateTimeOffset at)
    {
        using var key = Folder.ReadSigningKey(kid);
        var claims = new TokenClaims
        {
            Iss = "test",
            Sub = "lic_1",
            Aud = "tool",
            ProductId = "tool",
            Iat = at.ToUnixTimeSeconds(),
            Exp = at.AddDays(30).ToUnixTimeSeconds(),
            LicenseKey = "CGL-TEST",
            MachineFingerprint = "f00d",
            Status = "active",
            Variant = "indie",
            LicenseType = "per-machine",
            Jti = "tok_1",
        };
        return JwsWriter.Write(key!, "JWT", claims, ProtocolJson.Wire.TokenClaims);
    }
}
