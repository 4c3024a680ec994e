using MimeKit;

namespace CgLicense.Server.Mail;

/// <summary>Makes a message of a mail's facts and wording.</summary>
internal static class MailMessage
{
    /// <param name="from">The address all mail comes from; the product adds its name and where answers go.</param>
    /// <exception cref="ParseException">An address is none.</exception>
    public static MimeMessage Of(ClaimedMail mail, MailboxAddress from, DateTimeOffset now)
    {
        var template = mail.Template ?? DefaultTemplates.Of(mail.Kind);
        var text = TemplateRules.Text(template.Body, mail.Facts);
        var message = new MimeMessage
        {
            // The same at every try: mail programs and servers that see it twice can tell.
            MessageId = $"{mail.Uid}@{from.Domain}",
            Date = now,
            Subject = TemplateRules.Header(template.Subject, mail.Facts),
            Body = new BodyBuilder
            {
                TextBody = text,
                HtmlBody = template.Html is { } html ? TemplateRules.Html(html, mail.Facts) : TemplateRules.HtmlOf(text),
            }.ToMessageBody(),
        };
        message.From.Add(new MailboxAddress(TemplateRules.Header("{{from_name}}", mail.Facts), from.Address));
        message.To.Add(new MailboxAddress(null, MailboxAddress.Parse(mail.Recipient).Address));
        if (mail.ReplyTo is { Length: > 0 } answers)
            message.ReplyTo.Add(MailboxAddress.Parse(answers));
        // RFC 3834: no vacation message answers this.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
