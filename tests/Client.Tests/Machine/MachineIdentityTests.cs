namespace CgLicense.Client.Tests;

public sealed class MachineIdentityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-machine-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_variable_wins_and_is_used_as_it_is() =>
        Assert.Equal("Render-07", MachineIdentity.Find(_ => " Render-07 \n", () => "platform", folder));

    [Theory]
    [InlineData("  3D1219C7-AB\n", "3d1219c7-ab")]
    [InlineData("ABCÄ", "abcÄ")]
    public void The_platforms_id_is_trimmed_and_lowered_in_ascii(string read, string identity) =>
        Assert.Equal(identity, MachineIdentity.Find(_ => " ", () => read, folder));

    [Theory]
    [InlineData(null)]
    [InlineData(" \n")]
    [InlineData("Uninitialized\n")]
    public void Without_a_platform_id_one_is_made_up_and_kept(string? read)
    {
        var first = MachineIdentity.Find(_ => null, () => read, folder);
        Assert.Matches("^[0-9a-f]{32}$", first);
        Assert.Equal(first, MachineIdentity.Find(_ => null, () => read, folder));
    }

    [Fact]
    public void Where_nothing_can_be_kept_the_host_name_is_the_same_at_every_start()
    {
        var blocked = Path.Combine(folder, "a-file");
        File.WriteAllText(blocked, "");
        Assert.Equal(
            "host:" + System.Net.Dns.GetHostName().ToLowerInvariant(),
            MachineIdentity.Find(_ => null, () => null, Path.Combine(blocked, "below")));
    }

    [Fact]
    public void An_id_left_empty_by_a_process_that_died_is_replaced()
    {
        File.WriteAllText(Path.Combine(folder, KeptMachineId.FileName), "");
        Assert.Matches("^[0-9a-f]{32}$", KeptMachineId.Find(folder));
    }

    [Fact]
    public async Task Of_many_starting_at_once_all_agree_on_one_id()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => KeptMachineId.Find(folder))));
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public void Linux_takes_the_second_place_when_the_first_says_nothing()
    {
        Write("etc/machine-id", "uninitialized\n");
        Write("var/lib/dbus/machine-id", "abc123\n");
        Assert.Equal("abc123", MachineIdentity.Usable(LinuxMachineId.Read(folder)));
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
