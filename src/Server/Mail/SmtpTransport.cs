using System.Net.Sockets;
using CgLicense.Server.Outbox;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CgLicense.Server.Mail;

/// <summary>Mail over SMTP (RFC 5321), several messages over one connection.</summary>
internal sealed class SmtpTransport(SmtpAddress address) : MailTransport
{
    private static readonly TimeSpan PatienceToConnect = MailSender.ClaimLease * 2 / 3;

    /// <summary>For one message. Mail servers look for viruses before they confirm; a reply that comes after this is a mail that is uncertain.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private SmtpClient? client;

    public override bool CanRepeat => false;

    public override TimeSpan Lease => Patience * 2;

    private SecureSocketOptions Security => address.Encrypted ? SecureSocketOptions.SslOnConnect
        : address.IsThisComputer ? SecureSocketOptions.StartTlsWhenAvailable
        : SecureSocketOptions.StartTls;

    public override async Task<HandoverResult?> Open(CancellationToken cancel)
    {
        if (client is { IsConnected: true })
            return null;
        await Close();
        client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        using var patience = Patient(PatienceToConnect, cancel);
        try
        {
            await client.ConnectAsync(address.Host, address.Port, Security, patience.Token);
            if (address is { User: { } user, Password: { } password })
                await client.AuthenticateAsync(user, password.Reveal(), patience.Token);
            return null;
        }
        catch (Exception e) when (IsOfNetwork(e))
        {
            await Close();
            // Whatever it is, an operator mends it, and the customer gets their mail then.
            return new(Handover.NotNow, $"The mail server {address.Host}:{address.Port} cannot be used: {Reason(e)}");
        }
    }

    public override async Task<HandoverResult> Send(MimeMessage message, string uid, CancellationToken cancel)
    {
        var progress = new Progress();
        using var patience = Patient(Patience, cancel);
        try
        {
            await client!.SendAsync(message, patience.Token, progress);
            return HandoverResult.Accepted;
        }
        catch (SmtpCommandException e)
        {
            // RFC 5321, 4.2.1: the server has answered; 4yz may be tried again, 5yz will never be taken.
            return new((int)e.StatusCode < 500 ? Handover.NotNow : Handover.Never, $"The mail server answered {(int)e.StatusCode}: {Clean(e.Message)}");
        }
        catch (NotSupportedException e)
        {
            return new(Handover.Never, "The mail server cannot take this address: " + e.Message);
        }
        catch (Exception e) when (IsOfNetwork(e))
        {
            await Close();
            // RFC 5321, 6.1: a message is the server's with the reply to its last dot. Sent and not answered, it may be either's.
            return progress.HasEnded
                ? new(Handover.Unknown, $"The connection broke before the mail server had confirmed: {Reason(e)} The customer may have the mail.")
                : new(Handover.NotNow, $"The connection broke before the message was complete: {Reason(e)}");
        }
    }

    public override async Task Close()
    {
        var ending = client;
        client = null;
        if (ending is null)
            return;
        try
        {
            if (ending.IsConnected)
                await ending.DisconnectAsync(quit: true).WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or TimeoutException or OperationCanceledException or InvalidOperationException)
        {
            // A farewell that is not heard changes nothing.
        }

        ending.Dispose();
    }

    public override void Dispose()
    {
        client?.Dispose();
        base.Dispose();
    }

    private static CancellationTokenSource Patient(TimeSpan time, CancellationToken cancel)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(time);
        return patience;
    }

    // A server that is told to stop breaks off too: what that means for the message is the same question.
    private static bool IsOfNetwork(Exception e) =>
        e is IOException or SocketException or ProtocolException or CommandException or AuthenticationException or SslHandshakeException
            or TimeoutException or InvalidOperationException or NotSupportedException or OperationCanceledException;

    private static string Reason(Exception e) => e switch
    {
        OperationCanceledException or TimeoutException => "no answer in time.",
        // Its own text is a page of advice.
        SslHandshakeException => "the TLS connection could not be made; check its certificate, and smtp:// against smtps://.",
        AuthenticationException => "user and password were not accepted.",
        _ => Clean(e.Message),
    };

    private static string Clean(string text) => ResponseText.Clean(text, 500);

    /// <summary>Whether all of a message has gone out, so that only its end may be missing.</summary>
    private sealed class Progress : ITransferProgress
    {
        public bool HasEnded { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => HasEnded = bytesTransferred >= totalSize;

        // Without a size, any byte may have been the last.
        public void Report(long bytesTransferred) => HasEnded = true;
    }
}
