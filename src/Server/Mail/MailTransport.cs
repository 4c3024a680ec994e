using MimeKit;

namespace CgLicense.Server.Mail;

/// <summary>What became of one handover, with the reason where there is one to show.</summary>
internal sealed record HandoverResult(Handover Handover, string? Error = null)
{
    public static HandoverResult Accepted { get; } = new(Handover.Accepted);
}

/// <summary>The way that mail leaves this server.</summary>
internal abstract class MailTransport : IDisposable
{
    /// <summary>A second handover of the same message is seen to be the first one: nothing a killed server left can become two.</summary>
    public abstract bool CanRepeat { get; }

    /// <summary>Longer than handing over takes, with room for a slow database.</summary>
    public abstract TimeSpan Lease { get; }

    /// <summary>Makes ready to send, which gives nothing away: null when it is.</summary>
    public abstract Task<HandoverResult?> Open(CancellationToken cancel);

    public abstract Task<HandoverResult> Send(MimeMessage message, string uid, CancellationToken cancel);

    /// <summary>Ends what <see cref="Open"/> began, until the next time.</summary>
    public virtual Task Close() => Task.CompletedTask;

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>Nobody is written to.</summary>
internal sealed class NoTransport : MailTransport
{
    private static readonly HandoverResult SwitchedOff = new(Handover.Never, "Mail is switched off on this server (--mail-off).");

    public override bool CanRepeat => true;

    public override TimeSpan Lease => TimeSpan.FromSeconds(5);

    public override Task<HandoverResult?> Open(CancellationToken cancel) => Task.FromResult<HandoverResult?>(SwitchedOff);

    public override Task<HandoverResult> Send(MimeMessage message, string uid, CancellationToken cancel) => Task.FromResult(SwitchedOff);
}
