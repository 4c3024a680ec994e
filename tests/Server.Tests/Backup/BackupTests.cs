using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CgLicense.Server.Backup;
using CgLicense.Server.Tests.Faults;
using CgLicense.TestServer;
using Microsoft.Data.Sqlite;

namespace CgLicense.Server.Tests.Backup;

public sealed class BackupTests(BackedUpServer server) : IClassFixture<BackedUpServer>
{
    [Fact]
    public async Task A_backup_of_a_running_server_is_its_owners_alone_and_is_proved()
    {
        Assert.True(server.Made.ExitCode == 0, server.Made.Error);
        Assert.Contains("3 licenses", server.Made.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.File));
        Assert.Empty(Directory.GetFileSystemEntries(server.Folder, "*.partial"));
        var proved = await ServerCommand.Run("verify", server.File);
        Assert.True(proved.ExitCode == 0, proved.Error);
        foreach (var proof in new[] { "files are as they were packed", "is signed by its root key", "every reference is met", "The audit trail is whole", "Tokens for 3 of the licenses" })
            Assert.Contains(proof, proved.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_never_overwrites()
    {
        var before = await File.ReadAllBytesAsync(server.File);
        Refused(await ServerCommand.Run("backup", server.File, "--data", server.Data), "is there already, and a backup never overwrites");
        Assert.Equal(before, await File.ReadAllBytesAsync(server.File));
    }

    [Fact]
    public async Task A_full_disk_is_named_so_and_keeps_no_part_of_a_backup()
    {
        await using var disk = await SmallDisk.Mount(1);
        disk.Fill();
        var file = Path.Combine(disk.Folder, "backup.tar.gz");
        Refused(await ServerCommand.Run("backup", file, "--data", server.Data), $"The disk of {disk.Folder} is full.");
        Assert.Equal(["ballast"], Directory.GetFileSystemEntries(disk.Folder).Select(Path.GetFileName));
        disk.Clear();
        var made = await ServerCommand.Run("backup", file, "--data", server.Data);
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Equal(0, (await ServerCommand.Run("verify", file)).ExitCode);
    }

    [Fact]
    public async Task A_backup_that_is_cut_off_anywhere_is_named_so()
    {
        var whole = await File.ReadAllBytesAsync(server.File);
        foreach (var part in new[] { 2, 3, 10 })
        {
            var (file, folder) = (server.Fresh(), server.Fresh());
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(file, whole[..(whole.Length / part)]);
            Assert.Contains("is cut off", Assert.Throws<BackupFaultException>(() => BackupArchive.Unpack(file, folder)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_flipped_bit_is_found_or_was_in_nothing_that_is_unpacked()
    {
        var (whole, original) = (await File.ReadAllBytesAsync(server.File), server.Fresh());
        Directory.CreateDirectory(original);
        var manifest = BackupArchive.Unpack(server.File, original);
        var found = 0;
        for (var i = 1; i < 60; i++)
        {
            var (file, folder, flipped) = (server.Fresh(), server.Fresh(), whole.ToArray());
            Directory.CreateDirectory(folder);
            flipped[whole.Length / 60 * i] ^= 0x10;
            await File.WriteAllBytesAsync(file, flipped);
            try
            {
                Assert.Equal(manifest.Write(), BackupArchive.Unpack(file, folder).Write());
                foreach (var each in manifest.Files)
                    Assert.Equal(BackupArchive.Describe(original, each.Name), BackupArchive.Describe(folder, each.Name));
            }
            catch (BackupFaultException e)
            {
                Assert.Contains(file, e.Message, StringComparison.Ordinal);
                found++;
            }
        }

        // The rest were in what tar fills up blocks with.
        Assert.InRange(found, 40, 59);
    }

    [Fact]
    public async Task A_file_that_is_no_backup_is_named_so()
    {
        var text = server.Fresh();
        await File.WriteAllTextAsync(text, "Dear diary");
        Refused(await ServerCommand.Run("verify", text), "is damaged, or is no backup of cglicense-server");
        Refused(await ServerCommand.Run("verify", server.Fresh()), "Could not find file");
    }

    [Fact]
    public async Task A_file_that_would_lead_out_of_the_folder_is_not_unpacked()
    {
        var (staging, file) = (server.Fresh(), server.Fresh());
        Directory.CreateDirectory(staging);
        var manifest = BackupArchive.Unpack(server.File, staging) with { Files = [new("keys/../../out", 1, "00")] };
        await using (var gzip = new GZipStream(File.Create(file), CompressionLevel.Fastest))
        await using (var tar = new TarWriter(gzip))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.FileName) { DataStream = new MemoryStream(manifest.Write()) });
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "manifest.sha256") { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(manifest.Write())))) });
        }
        Assert.Contains("is not to be trusted", Assert.Throws<BackupFaultException>(() => BackupArchive.Unpack(file, server.Fresh())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE audit_chain SET length = length + 1 WHERE chain = 'server'", "The audit trail is not as a server wrote it")]
    [InlineData("INSERT INTO activation_attempt (license_id, attempted_at) VALUES (99, 0)", "refers to a row of license that is not there")]
    [InlineData("DELETE FROM activation", "Table activation has 0 rows, the manifest says 3")]
    [InlineData("INSERT INTO schema_version (version, applied_at) VALUES (9999, 0)", "The database has schema version 9999")]
    public async Task What_was_altered_and_packed_anew_is_still_found(string sql, string fault)
    {
        var (staging, file) = (server.Fresh(), server.Fresh());
        Directory.CreateDirectory(staging);
        var manifest = BackupArchive.Unpack(server.File, staging);
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(staging, BackupArchive.DatabaseName)};Pooling=False;Foreign Keys=False"))
        {
            await database.OpenAsync();
            await using var command = database.CreateCommand();
            command.CommandText = sql;
            Assert.True(await command.ExecuteNonQueryAsync() > 0);
        }

        BackupArchive.Write(file, staging, manifest with { Files = [.. manifest.Files.Select(each => BackupArchive.Describe(staging, each.Name))] });
        Refused(await ServerCommand.Run("verify", file), fault);
    }

    [Fact]
    public async Task The_keys_can_be_left_out_or_be_all_there_is()
    {
        var (without, only) = (server.Fresh(), server.Fresh());
        var made = await ServerCommand.Run("backup", without, "--without-keys", "--data", server.Data);
        Assert.Contains("The keys are not in it.", made.Output, StringComparison.Ordinal);
        var proved = await ServerCommand.Run("verify", without);
        Assert.Contains("neither the audit trail nor the tokens can be proved", proved.Output, StringComparison.Ordinal);
        Assert.Contains("The audit trail is whole", (await ServerCommand.Run("verify", without, "--keys", Path.Combine(server.Data, "keys"))).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await ServerCommand.Run("backup", only, "--keys-only", "--data", server.Data, "--database", "Host=nowhere")).ExitCode);
        Refused(await ServerCommand.Run("restore", only, "--data", server.Fresh()), "holds keys only");
        Refused(await ServerCommand.Run("restore", without, "--data", server.Fresh()), "was made without the keys");
    }

    [Theory]
    [InlineData("There is no command 'bakcup'. There are backup, verify, restore, migrate; without one, the server starts.", "bakcup")]
    [InlineData("Name the backup's file.", "verify")]
    [InlineData("pg_dump", "backup", "--database", "Host=db")]
    [InlineData("leave nothing to back up", "backup", "--keys-only", "--without-keys")]
    [InlineData("Unknown option '--fast'", "backup", "--fast")]
    [InlineData("Say where to with --to", "migrate")]
    public async Task A_wrong_command_says_what_to_write(string text, params string[] args) => Refused(await ServerCommand.Run(args), text);

    internal static void Refused(CommandResult result, string text)
    {
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }
}
