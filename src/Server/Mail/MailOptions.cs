using CgLicense.Server.Access;
using MimeKit;

namespace CgLicense.Server.Mail;

/// <summary>How mail leaves this server: into a folder unless an SMTP server is named.</summary>
internal sealed record MailOptions
{
    public static MailOptions Default { get; } = new();

    public static IReadOnlyList<Setting> Settings { get; } =
    [
        new("--mail-smtp", "CGLICENSE_MAIL_SMTP", "none: mail becomes files", "The mail server: smtp://user@mail.example.com:587 (with STARTTLS) or smtps://user@mail.example.com:465."),
        new("--mail-password", "CGLICENSE_MAIL_PASSWORD", "the one in --mail-smtp", "The mail server's password. Prefer the variable: flags show in process lists."),
        new("--mail-from", "CGLICENSE_MAIL_FROM", "licenses@localhost", "The address that all mail comes from. Needed with --mail-smtp."),
        new("--mail-folder", "CGLICENSE_MAIL_FOLDER", "mail in the data folder", "Folder for mail as .eml files, while no mail server is named."),
        new("--mail-off", "CGLICENSE_MAIL_OFF", "false", "Writes to nobody; what would have been sent is listed as dead: true or false.") { IsSwitch = true },
    ];

    public SmtpAddress? Smtp { get; init; }
    public MailboxAddress From { get; init; } = new(null, "licenses@localhost");
    public string? Folder { get; init; }
    public bool Off { get; init; }

    /// <exception cref="OptionException">A value cannot be used.</exception>
    public static MailOptions Read(Func<string, string?> value, bool off)
    {
        var from = value("--mail-from");
        var smtp = value("--mail-smtp") is { } url ? SmtpAddress.Read(url, value("--mail-password")) : null;
        if (smtp is null && value("--mail-password") is not null)
            throw new OptionException("There is a --mail-password and no mail server. Name it with --mail-smtp smtp://user@mail.example.com:587.");
        if (smtp is not null && from is null)
            throw new OptionException("--mail-smtp needs --mail-from, the address that customers see and answer: --mail-from licenses@example.com.");
        if (smtp is not null && value("--mail-folder") is not null)
            throw new OptionException("Mail goes to a server or into a folder. Leave out --mail-smtp or --mail-folder.");
        return new MailOptions
        {
            Smtp = smtp,
            From = from is null ? Default.From : Mailbox(from),
            Folder = value("--mail-folder"),
            Off = off,
        };
    }

    private static MailboxAddress Mailbox(string from) =>
        MailboxAddress.TryParse(from, out var address) && address is { LocalPart.Length: > 0, Domain.Length: > 0 } ? new(null, address.Address)
        : throw new OptionException($"'{from}' in --mail-from is not an address. Write licenses@example.com; the name beside it is each product's own.");
}

/// <summary>A mail server and who signs in there.</summary>
/// <param name="Encrypted">TLS from the first byte; else STARTTLS, which is insisted on everywhere but on this computer.</param>
internal sealed record SmtpAddress(string Host, int Port, bool Encrypted, string? User, Secret? Password)
{
    public bool IsThisComputer => Host is "localhost" or "127.0.0.1" or "[::1]" or "::1";

    /// <param name="password">Wins over the one in the address.</param>
    /// <exception cref="OptionException">It cannot be used. The sentence never repeats the value: it may hold the password.</exception>
    public static SmtpAddress Read(string url, string? password)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps") || uri.Host.Length == 0
            || uri.PathAndQuery is not ("" or "/") || uri.Fragment.Length > 0)
        {
            throw new OptionException(
                "--mail-smtp is not the address of a mail server. Write smtp://user@mail.example.com:587 or smtps://user@mail.example.com:465, with %40 for an @ in the name.");
        }

        var parts = uri.UserInfo.Split(':', 2);
        var user = Uri.UnescapeDataString(parts[0]);
        password ??= parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : null;
        if (user.Length > 0 != password is { Length: > 0 })
            throw new OptionException("--mail-smtp needs a user and a password, or neither. Put the password into CGLICENSE_MAIL_PASSWORD.");
        var encrypted = uri.Scheme == "smtps";
        return new SmtpAddress(
            uri.Host, uri.Port > 0 ? uri.Port : encrypted ? 465 : 587, encrypted, user.Length > 0 ? user : null,
            password is { Length: > 0 } ? new Secret(password) : null);
    }
}
