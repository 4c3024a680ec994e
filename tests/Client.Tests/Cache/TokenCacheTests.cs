using CsCheck;

namespace CgLicense.Client.Tests;

public sealed class TokenCacheTests : IDisposable
{
    private static readonly CachedLicense Kept = new() { ProductId = "tool", LicenseKey = "KEY", Token = "token", SeenAt = 1_800_000_000 };

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-cache-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_written_is_read_back()
    {
        Assert.True(Cache().TryWrite(Kept));
        Assert.Equal(Kept, Content());
    }

    [Fact]
    public void No_file_is_none() => Assert.IsType<CacheReading.None>(Cache().Read());

    [Fact]
    public void Another_salt_machine_or_product_cannot_read_it()
    {
        Assert.True(Cache().TryWrite(Kept));
        Assert.IsType<CacheReading.Unreadable>(Cache(salt: "other").Read());
        Assert.IsType<CacheReading.Unreadable>(Cache(fingerprint: "other").Read());
        Assert.IsType<CacheReading.Unreadable>(Cache(product: "other").Read());
    }

    [Fact]
    public void Another_version_is_unreadable()
    {
        Assert.True(Cache().TryWrite(Kept with { Version = 2 }));
        Assert.IsType<CacheReading.Unreadable>(Cache().Read());
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_unreadable()
    {
        Assert.True(Cache().TryWrite(Kept));
        var whole = File.ReadAllBytes(Cache().Path);
        Gen.Int[0, whole.Length - 1].Sample(length =>
        {
            File.WriteAllBytes(Cache().Path, whole[..length]);
            return Cache().Read() is CacheReading.Unreadable;
        }, threads: 1);
    }

    [Fact]
    public void Foreign_and_overlong_files_are_unreadable()
    {
        File.WriteAllText(Cache().Path, "this is not a license");
        Assert.IsType<CacheReading.Unreadable>(Cache().Read());
        File.WriteAllBytes(Cache().Path, new byte[2 * 1024 * 1024]);
        Assert.IsType<CacheReading.Unreadable>(Cache().Read());
    }

    [Fact]
    public void A_folder_in_the_files_place_is_unreadable_and_cannot_be_written()
    {
        Directory.CreateDirectory(Cache().Path);
        Assert.IsType<CacheReading.Unreadable>(Cache().Read());
        Assert.False(Cache().TryWrite(Kept));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Only_the_owner_can_read_it()
    {
        Assert.True(Cache().TryWrite(Kept));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Cache().Path));
    }

    [Fact]
    public async Task Ten_writers_at_once_leave_one_whole_record_and_nothing_else()
    {
        Assert.True(Cache().TryWrite(Kept));
        var writers = Enumerable.Range(0, 10).Select(writer => Task.Run(() =>
        {
            for (var round = 0; round < 20; round++)
            {
                Assert.True(Cache().TryWrite(Kept with { SeenAt = writer, Message = new string('x', writer * 100) }));
                var seen = Content();
                Assert.True(seen == Kept || seen.Message!.Length == seen.SeenAt * 100);
            }
        }));
        await Task.WhenAll(writers);
        Assert.Equal([Cache().Path], Directory.GetFiles(folder));
    }

    [Fact]
    public void What_the_disk_refuses_is_remembered_by_the_process()
    {
        var blocked = Path.Combine(folder, "a-file");
        File.WriteAllText(blocked, "");
        var memory = new LicenseMemory(new TokenCache(Path.Combine(blocked, "license.dat"), "tool", "salt", () => "fp"));
        memory.Save(Kept);
        Assert.Equal(new CacheReading.Content(Kept), memory.Read());
    }

    [Fact]
    public void Another_process_that_deactivated_meanwhile_is_not_overruled()
    {
        var memory = new LicenseMemory(Cache());
        memory.Update(Kept, Kept with { Status = LicenseStatus.Active });
        Assert.IsType<CacheReading.None>(memory.Read());
    }

    private TokenCache Cache(string product = "tool", string salt = "salt", string fingerprint = "fp") =>
        new(Path.Combine(folder, TokenCache.FileName), product, salt, () => fingerprint);

    private CachedLicense Content() => Assert.IsType<CacheReading.Content>(Cache().Read()).Record;
}
