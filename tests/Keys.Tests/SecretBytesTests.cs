using CgLicense.Keys;

namespace CgLicense.Keys.Tests;

public sealed class SecretBytesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-test-").FullName;

    private string File => Path.Combine(folder, "some.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task They_are_made_once_and_are_the_same_after_that()
    {
        var made = await new KeyFolder(folder).OpenSecretBytes("some.key");
        Assert.Equal(32, made.Length);
        Assert.Equal(made, await new KeyFolder(folder).OpenSecretBytes("some.key"));
        Assert.NotEqual(made, await new KeyFolder(folder).OpenSecretBytes("another.key"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public async Task Servers_that_start_at_once_agree_on_them()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => new KeyFolder(folder).OpenSecretBytes("some.key"))));
        Assert.Single(opened.Select(Convert.ToHexString).Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_damaged_file_is_said_to_be_damaged_and_never_replaced(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content, TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<KeyFolderException>(() => new KeyFolder(folder).OpenSecretBytes("some.key"));
        Assert.Equal($"{File} is damaged. Restore it from a backup.", refused.Message);
        Assert.Equal(content, await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
    }
}
