using MimeKit;

namespace CgLicense.Server.Mail;

/// <summary>Mail as files, named by their id: one that is there is not written again.</summary>
internal sealed class FolderTransport(string folder) : MailTransport
{
    public override bool CanRepeat => true;

    public override TimeSpan Lease => TimeSpan.FromSeconds(5);

    public override Task<HandoverResult?> Open(CancellationToken cancel) => Task.FromResult<HandoverResult?>(null);

    public override async Task<HandoverResult> Send(MimeMessage message, string uid, CancellationToken cancel)
    {
        var file = Path.Combine(folder, uid + ".eml");
        if (File.Exists(file))
            return HandoverResult.Accepted;
        var unfinished = Path.Combine(folder, "." + uid + ".tmp");
        try
        {
            await using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await message.WriteToAsync(stream, cancel);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, file, overwrite: true);
            return HandoverResult.Accepted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(Handover.NotNow, "The mail folder cannot be written: " + e.Message);
        }
    }
}
