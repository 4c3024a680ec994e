using System.Net;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Outbox;

/// <summary>The jobs behind the outbox, put together.</summary>
internal static class OutboxJobs
{
    public static void Add(
        IServiceCollection services, Database database, SealedSecrets secrets, bool allowPrivate, TimeProvider clock)
    {
        var post = new WebhookPost(new CheckedConnection(allowPrivate, Dns.GetHostAddressesAsync), clock);
        services.AddSingleton(post);
        services.AddSingleton<IHostedService>(provider => new Dispatcher(
            database, new DeliveryAttempt(database, secrets, post, clock), clock, provider.GetRequiredService<ILogger<Dispatcher>>()));
        services.AddSingleton<IHostedService>(provider => new DeliverySweep(
            database, clock, provider.GetRequiredService<ILogger<DeliverySweep>>()));
    }
}
