using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using CsCheck;

namespace CgLicense.Client.Tests;

/// <summary>A home directory on a share that is slow or gone. A named pipe that nobody writes to blocks its readers just so.</summary>
public sealed class LostHomeTests(RunningServer server)
{
    private const string Gone = "http://127.0.0.1:1";

    [Fact]
    public async Task A_home_that_does_not_answer_costs_a_start_its_patience_and_later_checks_nothing()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            using var lost = new LostFile(machine.LicenseFile);
            var client = machine.Start(Gone);
            var watch = Stopwatch.StartNew();
            Assert.Equal(ErrorCodes.InvalidToken, client.CheckLicense().Error?.Code);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Disk.Patience + TimeSpan.FromSeconds(1));
            watch.Restart();
            Assert.False(client.CheckLicense().IsLicensed);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Disk.Patience / 2);
            lost.ComeBack();
            Assert.True(Eventually(() => client.CheckLicense().IsLicensed));
        }
    }

    [Fact]
    public async Task A_tool_that_has_started_runs_on_without_its_home()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            var client = machine.Start(server.Url);
            client.Activate(key);
            using var lost = new LostFile(machine.LicenseFile);
            Assert.True(client.CheckLicense().IsLicensed);
            Assert.True(client.CheckLicense().IsLicensed);
            lost.ComeBack();
            Assert.True(client.CheckLicense().IsLicensed);
        }
    }

    [Fact]
    public async Task A_home_that_is_missing_is_a_machine_without_a_license_and_an_activation_counts_while_it_runs()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            var share = Path.Combine(machine.Folder, "share");
            File.CreateSymbolicLink(share, Path.Combine(machine.Folder, "not", "mounted"));
            using var client = new LicenseClient(server.Url, machine.ProductId, machine.Salt, Path.Combine(share, "product"));
            Assert.Equal(ErrorCodes.NotActivated, client.CheckLicense().Error?.Code);
            client.Activate(key);
            Assert.True(client.CheckLicense().IsLicensed);
        }
    }

    [Fact]
    public async Task No_content_of_the_file_and_no_clock_makes_a_check_throw()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            var genuine = await File.ReadAllBytesAsync(machine.LicenseFile, TestContext.Current.CancellationToken);
            var fingerprint = machine.Start(Gone).Fingerprint;
            string[] nonsense = ["", "[]", "null", "{}", """{"version":1}""", """{"version":1,"productId":"x","token":7}"""];
            var sealedNonsense = Gen.Int[0, nonsense.Length - 1].Select(
                i => SealedFile.Seal(Encoding.UTF8.GetBytes(nonsense[i]), fingerprint, machine.Salt, new byte[SealedFile.NonceBytes]));
            var content = Gen.OneOf(
                Gen.Byte.Array[0, 400],
                Gen.Byte.Array[0, 400].Select(bytes => (byte[])[.. "CGL1"u8, .. bytes]),
                sealedNonsense,
                Gen.Int[0, genuine.Length - 1].Select(at => genuine.Select((b, i) => i == at ? (byte)(b ^ 4) : b).ToArray()));
            DateTimeOffset[] clocks =
            [
                DateTimeOffset.UnixEpoch, DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
                DateTimeOffset.FromUnixTimeSeconds(1L << 31), DateTimeOffset.FromUnixTimeSeconds(1L << 32), TimeProvider.System.GetUtcNow(),
            ];
            var clock = Gen.Int[0, clocks.Length - 1].Select(i => clocks[i]);
            Gen.Select(content, clock).Sample(
                (bytes, now) =>
                {
                    File.WriteAllBytes(machine.LicenseFile, bytes);
                    using var client = Client(machine, now);
                    return client.CheckLicense() is { IsLicensed: false, Error.Code: ErrorCodes.InvalidToken or ErrorCodes.NotActivated };
                },
                iter: 400, threads: 1);
        }
    }

    [Fact]
    public async Task No_clock_makes_a_check_of_a_good_license_throw()
    {
        var (machine, key) = await Machine.WithLicense(server.Process);
        using (machine)
        {
            machine.Start(server.Url).Activate(key);
            foreach (var now in new[] { DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue })
            {
                using var client = Client(machine, now);
                Assert.Equal(now != DateTimeOffset.MaxValue, client.CheckLicense().IsLicensed);
            }

            Assert.True(machine.Start(Gone).CheckLicense().IsLicensed);
        }
    }

    private static LicenseClient Client(Machine machine, DateTimeOffset now) => new(new LicenseClientOptions
    {
        ServerUrl = Gone,
        ProductId = machine.ProductId,
        ProductSalt = machine.Salt,
        StorageDirectory = machine.Folder,
        Clock = () => now,
    });

    private static bool Eventually(Func<bool> condition) => SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(5));

    /// <summary>While it exists, whoever opens the file waits.</summary>
    private sealed class LostFile : IDisposable
    {
        private readonly string path;
        private readonly string kept;

        public LostFile(string path)
        {
            this.path = path;
            kept = path + ".kept";
            File.Move(path, kept);
            Assert.Equal(0, MakePipe(path, 0b110_000_000));
        }

        public void ComeBack()
        {
            if (!File.Exists(kept))
                return;
            // Opened both ways it does not wait, and those who waited for a writer have one.
            using var writer = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            File.Move(kept, path, overwrite: true);
        }

        public void Dispose() => ComeBack();

        [DllImport("libc", EntryPoint = "mkfifo")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int MakePipe([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
    }
}
