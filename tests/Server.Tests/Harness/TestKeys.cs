using CgLicense.Keys;

namespace CgLicense.Server.Tests.Harness;

/// <summary>One set of keys for all servers of a test run: making RSA keys takes longer than everything else at start.</summary>
internal static class TestKeys
{
    /// <summary>The moment at which every test begins, and from which the keys are valid.</summary>
    public static readonly DateTimeOffset Epoch = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<string> Made = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("cglicense-test-keys-").FullName;
        KeyCeremony.Init(new KeyFolder(folder), rootFile: null, Epoch);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    public static string Folder => Made.Value;
}
