using CgLicense.Keys;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Mail;

/// <summary>The jobs behind mail, put together.</summary>
internal static class MailJobs
{
    public static void Add(IServiceCollection services, Database database, ServerOptions options, TimeProvider clock)
    {
        var transport = TransportOf(options);
        var terms = new SendingTerms(options.Mail.From, PortalOf(options));
        services.AddSingleton<IHostedService>(provider => new MailSender(
            database, transport, terms, clock, provider.GetRequiredService<ILogger<MailSender>>()));
    }

    /// <summary>Where customers of this server find their licenses; null when nobody has said where it is.</summary>
    public static string? PortalOf(ServerOptions options) => options.PublicUrl is { } url ? url.AbsoluteUri.TrimEnd('/') + "/portal" : null;

    private static MailTransport TransportOf(ServerOptions options) => options.Mail switch
    {
        { Off: true } => new NoTransport(),
        { Smtp: { } smtp } => new SmtpTransport(smtp),
        _ => new FolderTransport(OwnFolder.Create(options.Mail.Folder ?? Path.Combine(options.DataFolder, "mail"))),
    };
}
