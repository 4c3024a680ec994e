using CgLicense.Keys;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Mail;

/// <summary>The jobs behind mail, put together.</summary>
internal static class MailJobs
{
    public static void Add(IServiceCollection services, Database database, ServerOptions options, TimeProvider clock)
    {
        var transport = TransportOf(options);
        var terms = TermsOf(options);
        services.AddSingleton<IHostedService>(provider => new MailSender(
            database, transport, terms, clock, provider.GetRequiredService<ILogger<MailSender>>()));
    }

    public static SendingTerms TermsOf(ServerOptions options) =>
        new(options.Mail.From, options.PublicUrl is { } url ? url.AbsoluteUri.TrimEnd('/') + "/portal" : null);

    private static MailTransport TransportOf(ServerOptions options) => options.Mail switch
    {
        { Off: true } => new NoTransport(),
        { Smtp: { } smtp } => new SmtpTransport(smtp),
        _ => new FolderTransport(OwnFolder.Create(options.Mail.Folder ?? Path.Combine(options.DataFolder, "mail"))),
    };
}
