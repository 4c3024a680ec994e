using System.Net;
using CgLicense.Keys;
using CgLicense.Server.Access;
using CgLicense.Server.Activation;
using CgLicense.Server.AntiPiracy;
using CgLicense.Server.Audit;
using CgLicense.Server.Backup;
using CgLicense.Server.Countries;
using CgLicense.Server.DiscountCodes;
using CgLicense.Server.Floating;
using CgLicense.Server.Home;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Mail;
using CgLicense.Server.Moving;
using CgLicense.Server.OpenApi;
using CgLicense.Server.OpenIdConnect;
using CgLicense.Server.Outbox;
using CgLicense.Server.Pages;
using CgLicense.Server.Portal;
using CgLicense.Server.Privacy;
using CgLicense.Server.Products;
using CgLicense.Server.Purchases;
using CgLicense.Server.Sessions;
using CgLicense.Server.Signing;
using CgLicense.Server.Statistics;
using CgLicense.Server.Storage;
using CgLicense.Server.StudioOrders;
using CgLicense.Server.TrialCodes;
using CgLicense.Server.Validation;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace CgLicense.Server;

/// <summary>The whole server put together: what exists, and which route leads where.</summary>
internal sealed class LicenseServer : IAsyncDisposable
{
    private readonly IDisposable? folderInUse;

    private LicenseServer(WebApplication app, Database database, KeyRing keys, AdminSecret adminSecret, IDisposable? folderInUse)
    {
        this.folderInUse = folderInUse;
        App = app;
        Database = database;
        Keys = keys;
        AdminSecret = adminSecret;
    }

    public WebApplication App { get; }

    public Database Database { get; }

    public KeyRing Keys { get; }

    public AdminSecret AdminSecret { get; }

    public static async Task<LicenseServer> Build(ServerOptions options, TimeProvider clock)
    {
        var data = OwnFolder.Create(options.DataFolder);
        var folderInUse = options.PostgresConnection is null ? FolderInUse.Share(data) : null;
        Restoring.RefuseUnfinished(data);
        if (options.PostgresConnection is { } target)
            await MovingTable.RefuseUnfinished(target);
        var keysFolder = options.KeysFolder ?? Path.Combine(data, "keys");
        var auditKey = new AuditKey(await new KeyFolder(keysFolder).OpenSecretBytes(AuditKey.KeyFile));
        Database database = options.PostgresConnection is { } connection
            ? new PostgresDatabase(connection, auditKey)
            : new SqliteDatabase(Path.Combine(data, "cglicense.db"), auditKey);
        await Migrator.Run(database, clock.GetUtcNow());
        await database.Write(session => AuditTrail.Begin(session, clock.GetUtcNow()));
        var keys = await KeyRing.Open(keysFolder, clock.GetUtcNow());
        var sharedKey = await new KeyFolder(keysFolder).OpenSecretBytes(SealedSecrets.KeyFile);
        var webhookSecrets = new SealedSecrets(sharedKey);
        var adminSecret = await AdminSecret.Open(database, options.AdminSecret);

        var app = WebHost(options, database, keys, webhookSecrets, clock);
        var logs = app.Services.GetRequiredService<ILoggerFactory>();
        var webhookSecret = new WebhookSecret(options.WebhookSecrets);
        var sessions = new BrowserSessions(database, adminSecret, options.Sessions, options.Oidc, clock);
        var access = new AccessControl(database, adminSecret, webhookSecret, sessions, clock, logs.CreateLogger<AccessControl>());
        var guardLog = logs.CreateLogger("CgLicense.Server.Http.Guard");
        app.Use((context, next) => Guard.Around(context, next, guardLog));
        var country = new CallerCountry(options.Countries, options.TrustedProxies, app.Services.GetService<GeoDatabase>());
        if (options.Countries.Asks)
            app.Use(country.ReadHeader);
        if (options.TrustedProxies.Count > 0)
            app.UseForwardedHeaders(Forwarded(options.TrustedProxies));
        if (options.Countries.Asks)
            app.Use(country.LookUp);
        app.UseRouting();
        var routes = new Routes(app, access, new Idempotency(database, clock), database);
        Map(routes, database, keys, options, logs.CreateLogger("CgLicense.Server.Storage.Rounds"), clock);
        new WebhookEndpoint(webhookSecrets, options.WebhookAllowPrivate, clock).Map(routes);
        new WebhookDeliveryEndpoint(clock).Map(routes);
        var intake = new EventIntake(options.PaymentGrace);
        new CgloungeWebhookEndpoint(intake, access, webhookSecret, clock).Map(routes);
        new StripeWebhookEndpoint(intake, new StripeSignature(options.StripeSecrets), clock).Map(routes);
        new PriceEndpoint(intake, clock).Map(routes);
        ListPurchaseEventsEndpoint.Map(routes);
        new ProductMailEndpoint(MailJobs.TermsOf(options), clock).Map(routes);
        new MailLogEndpoint(clock).Map(routes);
        ListAuditEndpoint.Map(routes);
        new StatisticsEndpoint(clock).Map(routes);
        new ExportCustomerEndpoint(clock).Map(routes);
        new EraseCustomerEndpoint(clock).Map(routes);
        new VerifyAuditEndpoint(database, auditKey, keys, options.Issuer, clock).Map(routes);
        var signIns = new UnknownKeyLimit(clock);
        new SignInPages(database, access, sessions, signIns, options.Oidc, clock).Map(routes);
        ApiReference.Map(app);
        var console = ConsoleFiles.Read(options.ConsoleFolder);
        ConsolePages.Map(app, console);
        PlainPageFiles.Map(app);
        var address = new PublicAddress(options.PublicUrl);
        if (options.Oidc is { } oidc)
            SingleSignOn.Map(app, oidc, sharedKey, sessions, database, signIns, address, clock);
        PortalPages.Map(app, database, new OfflineFile(new TokenIssuer(keys, options.Issuer), keys), address, sendsMail: !options.Mail.Off, clock);
        var sdks = SdkFiles.Read(options.SdkFolder);
        new DownloadPages(sdks, keys, address).Map(app);
        new HomePage(database, keys, sdks, console.Find(ConsoleFiles.Index) is not null, address, clock).Map(app);
        return new LicenseServer(app, database, keys, adminSecret, folderInUse);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Database.DisposeAsync();
        folderInUse?.Dispose();
    }

    private static void Map(
        Routes routes, Database database, KeyRing keys, ServerOptions options, ILogger roundLog, TimeProvider clock)
    {
        var issuer = new TokenIssuer(keys, options.Issuer);
        var unknownKeys = new UnknownKeyLimit(clock);
        new HealthEndpoint(database, clock).Map(routes);
        new SigningKeyEndpoint(keys).Map(routes);
        new VerifyEndpoint(database, unknownKeys, clock).Map(routes);
        new ActivateEndpoint(database, issuer, unknownKeys, clock).Map(routes);
        new ValidateEndpoint(database, ActivationSql.Looks(database, roundLog), issuer, unknownKeys, clock).Map(routes);
        new HeartbeatEndpoint(database, BeatRounds.On(database, roundLog), issuer, unknownKeys, clock).Map(routes);
        new DeactivateEndpoint(database, unknownKeys, clock).Map(routes);
        new ResetActivationsEndpoint(clock).Map(routes);
        new RemoveActivationEndpoint(clock).Map(routes);
        new CreateOfflineFileEndpoint(new OfflineFile(issuer, keys), clock).Map(routes);
        new CreateLicenseEndpoint(clock).Map(routes);
        new GetLicenseEndpoint(clock).Map(routes);
        new ListLicensesEndpoint(clock).Map(routes);
        new UpdateLicenseEndpoint(clock).Map(routes);
        new RevokeLicenseEndpoint(clock).Map(routes);
        new ReinstateLicenseEndpoint(clock).Map(routes);
        new CreateProductEndpoint(clock).Map(routes);
        new UpdateProductEndpoint(clock).Map(routes);
        ListProductsEndpoint.Map(routes);
        new DeleteProductEndpoint(clock).Map(routes);
        new VariantEndpoint(clock).Map(routes);
        new DiscountCodeEndpoint(clock).Map(routes);
        new TrialCodeEndpoint(clock).Map(routes);
        new RedeemTrialCodeEndpoint(database, unknownKeys, clock).Map(routes);
        new CreateStudioOrderEndpoint(clock).Map(routes);
        new SeatCodeEndpoint(clock).Map(routes);
        new StudioOrderEndpoint(clock).Map(routes);
        new ResolveLicenseEndpoint(clock).Map(routes);
        new ListViolationsEndpoint(clock).Map(routes);
        new ApiKeyEndpoint(clock).Map(routes);
    }

    private static ForwardedHeadersOptions Forwarded(IEnumerable<IPNetwork> trusted)
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var network in trusted)
            forwarded.KnownIPNetworks.Add(network);
        return forwarded;
    }

    private static WebApplication WebHost(
        ServerOptions options, Database database, KeyRing keys, SealedSecrets webhookSecrets, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        // The framework's request logs carry query strings, and a query may carry an API key.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.UseUrls(options.Urls.Split(';'));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // RequestBody refuses at 64 KiB with our own answer; this bounds what is read away after that.
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostedService>(services => new SessionReaper(
            database, clock, services.GetRequiredService<ILogger<SessionReaper>>()));
        builder.Services.AddSingleton<IHostedService>(services => new KeyWatch(
            keys, clock, services.GetRequiredService<ILogger<KeyWatch>>()));
        builder.Services.AddSingleton<IHostedService>(services => new RetentionSweep(
            database, options.Retention, clock, services.GetRequiredService<ILogger<RetentionSweep>>()));
        builder.Services.AddSingleton<IHostedService>(services => new BackupSchedule(
            new BackupContent(Path.Combine(options.DataFolder, BackupArchive.DatabaseName), options.KeysFolder ?? Path.Combine(options.DataFolder, "keys")),
            options.Backups, clock, services.GetRequiredService<ILogger<BackupSchedule>>()));
        OutboxJobs.Add(builder.Services, database, webhookSecrets, options.WebhookAllowPrivate, clock);
        builder.Services.AddSingleton<IHostedService>(services => new ExpiryWatch(
            database, clock, services.GetRequiredService<ILogger<ExpiryWatch>>()));
        MailJobs.Add(builder.Services, database, options, clock);
        if (options.Countries.Database is { } geoFile)
            GeoWatch.Add(builder.Services, new GeoDatabase(geoFile), clock);
        return builder.Build();
    }
}
