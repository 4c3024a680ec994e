namespace CgLicense.Client.Tests;

public sealed class LicenseClientOptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".tool")]
    [InlineData("a..b")]
    [InlineData("../tool")]
    [InlineData("a/b")]
    [InlineData("tool\n")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123456")]
    public void A_product_id_that_is_none_is_refused(string productId) =>
        Assert.Throws<ArgumentException>(() => new LicenseClient("https://licenses.example.com", productId, "salt"));

    [Fact]
    public void An_empty_salt_a_bad_key_and_an_empty_folder_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new LicenseClient("https://licenses.example.com", "tool", ""));
        Assert.Throws<ArgumentException>(() => new LicenseClient("https://licenses.example.com", "tool", "salt", publicKey: "no key"));
        Assert.Throws<ArgumentException>(() => new LicenseClient("https://licenses.example.com", "tool", "salt", storageDirectory: " "));
    }

    [Fact]
    public void The_constructor_touches_neither_disk_nor_network()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        using var client = new LicenseClient("https://licenses.invalid/", "tool", "salt", folder);
        Assert.False(Directory.Exists(folder));
        Assert.Equal(Path.Combine(folder, "license.dat"), client.LicenseFile);
    }

    [Fact]
    public void The_platforms_place_has_a_folder_per_product()
    {
        using var client = new LicenseClient("https://licenses.invalid", "tool-1.x", "salt");
        Assert.EndsWith(Path.Combine("CGLicense", "tool-1.x", "license.dat"), client.LicenseFile, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", client.Fingerprint);
    }
}
