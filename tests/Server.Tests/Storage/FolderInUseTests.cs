using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Storage;

public sealed class FolderInUseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Servers_share_a_folder_and_keep_off_who_needs_it_alone()
    {
        using (FolderInUse.Share(folder))
        using (FolderInUse.Share(folder))
        {
            var refused = Assert.Throws<StorageUnavailableException>(() => FolderInUse.TakeAlone(folder));
            Assert.StartsWith($"A server is running on {folder}. Stop it first", refused.Message, StringComparison.Ordinal);
        }

        using (FolderInUse.TakeAlone(folder))
        {
            var refused = Assert.Throws<StorageUnavailableException>(() => FolderInUse.Share(folder));
            Assert.Equal($"The database in {folder} is being moved or restored. Start the server when that is done.", refused.Message);
            Assert.Throws<StorageUnavailableException>(() => FolderInUse.TakeAlone(folder));
        }

        FolderInUse.Share(folder).Dispose();
    }
}
