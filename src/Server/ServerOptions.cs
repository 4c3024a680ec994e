using System.Globalization;
using System.Net;
using CgLicense.Server.Backup;
using CgLicense.Server.Countries;
using CgLicense.Server.Mail;
using CgLicense.Server.OpenIdConnect;
using CgLicense.Server.Privacy;
using CgLicense.Server.Sessions;

namespace CgLicense.Server;

/// <summary>
/// What an operator can set, each as a flag, an environment variable or a default, in this order. A wrong value stops
/// the server with a sentence that says what to write.
/// </summary>
internal sealed record ServerOptions
{
    public static IReadOnlyList<Setting> Settings { get; } =
    [
        new("--urls", "CGLICENSE_URLS", "http://127.0.0.1:8080", "Addresses to listen on, separated by ';'. Port 0 takes a free one."),
        new("--data", "CGLICENSE_DATA", "./data", "Folder for the SQLite file and the keys."),
        new("--database", "CGLICENSE_DATABASE", "SQLite in the data folder", "PostgreSQL connection string: Host=…;Database=…;Username=…"),
        new("--keys", "CGLICENSE_KEYS", "keys in the data folder", "Folder for the root and signing keys."),
        new("--issuer", "CGLICENSE_ISSUER", "cglicense", "The tokens' 'iss' claim, such as your domain."),
        new("--trusted-proxies", "CGLICENSE_TRUSTED_PROXIES", "none", "Proxies whose X-Forwarded-For is believed, as addresses or networks: 10.0.0.5,10.1.0.0/16"),
        new("--webhook-allow-private", "CGLICENSE_WEBHOOK_ALLOW_PRIVATE", "false", "Outgoing webhooks may use http:// and addresses of your own network: true or false.") { IsSwitch = true },
        new("--admin-secret", "CGLICENSE_ADMIN_SECRET", "made on first start", $"The admin secret, {Access.AdminSecret.ShortestLength} characters or more. Prefer the variable: flags show in process lists."),
        new("--webhook-secret", "CGLICENSE_WEBHOOK_SECRET", "none", $"The marketplace's secret, {Access.WebhookSecret.ShortestLength} characters or more; several, separated by commas, during a rotation."),
        new("--stripe-secret", "CGLICENSE_STRIPE_SECRET", "none", "The signing secret of the webhook endpoint in Stripe (whsec_…); several, separated by commas, during a rotation."),
        new("--payment-grace-days", "CGLICENSE_PAYMENT_GRACE_DAYS", "14", "Days from a failed payment until the license is suspended: 0 to 365."),
        new("--session-idle-hours", "CGLICENSE_SESSION_IDLE_HOURS", "12", "Hours after which a browser that asks for nothing is signed out: 1 to 8760."),
        new("--session-days", "CGLICENSE_SESSION_DAYS", "7", "Days after which a browser is signed out whatever it does: 1 to 365."),
        new("--public-url", "CGLICENSE_PUBLIC_URL", "none", "Where people reach this server: https://licenses.example.com, or with a path that a proxy takes off."),
        new("--retain-addresses-days", "CGLICENSE_RETAIN_ADDRESSES_DAYS", "90", "Days for which the audit trail knows from where something was changed: 0 (for ever) to 3650."),
        new("--retain-names-days", "CGLICENSE_RETAIN_NAMES_DAYS", "90", "Days for which the audit trail knows host names and e-mail addresses: 0 (for ever) to 3650."),
        new("--backup-folder", "CGLICENSE_BACKUP_FOLDER", "none", "Folder for scheduled backups of SQLite and keys; on another disk, best on another machine."),
        new("--backup-hours", "CGLICENSE_BACKUP_HOURS", "24", "Hours from one scheduled backup to the next: 1 to 8760."),
        new("--backup-keep", "CGLICENSE_BACKUP_KEEP", "14", "How many of the newest scheduled backups stay, beside one a month for a year: 1 to 10000."),
        new("--console", "CGLICENSE_CONSOLE", "wwwroot/console beside the program", "Folder with the console's files, as ./build.sh console makes them."),
        new("--sdk", "CGLICENSE_SDK", "wwwroot/sdk beside the program", "Folder with the SDKs that the home page offers, as ./build.sh sdk makes them."),
        .. CountryOptions.Settings,
        .. MailOptions.Settings,
        .. OidcOptions.Settings,
    ];

    public string Urls { get; init; } = "http://127.0.0.1:8080";
    public string DataFolder { get; init; } = "./data";
    public string? PostgresConnection { get; init; }
    public string? KeysFolder { get; init; }
    public string Issuer { get; init; } = "cglicense";
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];
    public string? AdminSecret { get; init; }
    public IReadOnlyList<string> WebhookSecrets { get; init; } = [];
    public IReadOnlyList<string> StripeSecrets { get; init; } = [];
    public TimeSpan PaymentGrace { get; init; } = TimeSpan.FromDays(14);
    public BrowserSessionOptions Sessions { get; init; } = BrowserSessionOptions.Default;
    public RetentionOptions Retention { get; init; } = RetentionOptions.Default;
    public BackupScheduleOptions Backups { get; init; } = BackupScheduleOptions.Default;

    /// <summary>For links in mail and in files to download; null while nobody has said.</summary>
    public Uri? PublicUrl { get; init; }

    public string ConsoleFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot", "console");
    public string SdkFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot", "sdk");

    /// <summary>Only where every creator is trusted: they choose what this server connects to.</summary>
    public bool WebhookAllowPrivate { get; init; }

    public MailOptions Mail { get; init; } = MailOptions.Default;
    public CountryOptions Countries { get; init; } = CountryOptions.Default;

    /// <summary>Null: nobody signs in through an OpenID provider.</summary>
    public OidcOptions? Oidc { get; init; }

    public bool Demo { get; init; }

    /// <exception cref="OptionException">A flag is unknown or a value cannot be used.</exception>
    public static ServerOptions Read(string[] args, Func<string, string?> environment)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var demo = false;
        for (var i = 0; i < args.Length; i++)
        {
            var (flag, value) = args[i].Split('=', 2) is [var name, var rest] ? (name, rest) : (args[i], null);
            if (flag == "--demo")
                demo = true;
            else if (Settings.All(setting => setting.Flag != flag))
                throw new OptionException($"Unknown option '{flag}'. Run with --help to see the options.");
            else
                given[flag] = value ?? (Settings.Any(setting => setting.Flag == flag && setting.IsSwitch) ? "true" : ++i < args.Length ? args[i] : throw new OptionException($"Option '{flag}' needs a value."));
        }

        string? Value(string flag) => given.TryGetValue(flag, out var value)
            ? value
            : environment(Settings.First(setting => setting.Flag == flag).Variable) is { Length: > 0 } set ? set : null;
        var defaults = new ServerOptions();
        var proxies = Networks(Value("--trusted-proxies"));
        return Checked(new ServerOptions
        {
            Urls = Value("--urls") ?? defaults.Urls,
            DataFolder = Value("--data") ?? defaults.DataFolder,
            PostgresConnection = Value("--database"),
            KeysFolder = Value("--keys"),
            Issuer = Value("--issuer") ?? defaults.Issuer,
            TrustedProxies = proxies,
            AdminSecret = Value("--admin-secret"),
            WebhookSecrets = List(Value("--webhook-secret")),
            StripeSecrets = List(Value("--stripe-secret")),
            PaymentGrace = Whole("--payment-grace-days", Value("--payment-grace-days"), "days", 0, 365) is { } days ? TimeSpan.FromDays(days) : defaults.PaymentGrace,
            Sessions = new(
                Whole("--session-idle-hours", Value("--session-idle-hours"), "hours", 1, 8760) is { } idle ? TimeSpan.FromHours(idle) : defaults.Sessions.Idle,
                Whole("--session-days", Value("--session-days"), "days", 1, 365) is { } longest ? TimeSpan.FromDays(longest) : defaults.Sessions.Longest),
            PublicUrl = Address("--public-url", Value("--public-url")),
            Retention = new(
                Kept(Whole("--retain-addresses-days", Value("--retain-addresses-days"), "days", 0, 3650), defaults.Retention.Addresses),
                Kept(Whole("--retain-names-days", Value("--retain-names-days"), "days", 0, 3650), defaults.Retention.Names)),
            Backups = new(
                Value("--backup-folder"),
                Whole("--backup-hours", Value("--backup-hours"), "hours", 1, 8760) is { } every ? TimeSpan.FromHours(every) : defaults.Backups.Every,
                Whole("--backup-keep", Value("--backup-keep"), "backups", 1, 10_000) ?? defaults.Backups.Keep),
            ConsoleFolder = Value("--console") ?? defaults.ConsoleFolder,
            SdkFolder = Value("--sdk") ?? defaults.SdkFolder,
            WebhookAllowPrivate = Switch("--webhook-allow-private", Value("--webhook-allow-private")),
            Mail = MailOptions.Read(Value, Switch("--mail-off", Value("--mail-off"))),
            Countries = CountryOptions.Read(Value, proxies),
            Oidc = OidcOptions.Read(Value),
            Demo = demo,
        });
    }

    /// <summary>0 is for ever: null.</summary>
    private static TimeSpan? Kept(int? days, TimeSpan? otherwise) => days switch
    {
        null => otherwise,
        0 => null,
        { } some => TimeSpan.FromDays(some),
    };

    private static string[] List(string? value) =>
        (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static int? Whole(string flag, string? value, string unit, int least, int most) => value is null ? null
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new OptionException($"'{value}' is not possible for {flag}. Write a whole number of {unit} from {least} to {most}.");

    private static Uri? Address(string flag, string? value) => value is null ? null
        : Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.Query.Length + url.Fragment.Length + url.UserInfo.Length == 0 ? url
        : throw new OptionException($"'{value}' is not possible for {flag}. Write the address that people open, such as https://licenses.example.com.");

    private static bool Switch(string flag, string? value) => value switch
    {
        null or "false" or "0" => false,
        "true" or "1" => true,
        _ => throw new OptionException($"'{value}' is not possible for {flag}. Write true or false."),
    };

    private static List<IPNetwork> Networks(string? list)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in List(list))
        {
            if (IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else if (IPAddress.TryParse(text, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                throw new OptionException($"'{text}' in --trusted-proxies is neither an address nor a network such as 10.1.0.0/16.");
        }

        return networks;
    }

    private static ServerOptions Checked(ServerOptions options)
    {
        foreach (var url in options.Urls.Split(';'))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not "http")
                throw new OptionException($"'{url}' in --urls is not an address to listen on. Write http://127.0.0.1:8080, and put TLS in front of it.");
        }

        if (options.AdminSecret is { } secret && secret.Length < Access.AdminSecret.ShortestLength)
            throw new OptionException($"The admin secret has {secret.Length} characters; it must have at least {Access.AdminSecret.ShortestLength}. 'openssl rand -hex 32' makes one.");
        if (options.WebhookSecrets.FirstOrDefault(each => each.Length < Access.WebhookSecret.ShortestLength) is { } shortOne)
            throw new OptionException($"A webhook secret has {shortOne.Length} characters; it must have at least {Access.WebhookSecret.ShortestLength}. 'openssl rand -hex 32' makes one.");
        if (options.StripeSecrets.FirstOrDefault(each => each.Length < Access.WebhookSecret.ShortestLength) is { } tooShort)
            throw new OptionException($"A Stripe secret has {tooShort.Length} characters. Copy the endpoint's signing secret from Stripe's dashboard: whsec_….");
        if (options.PostgresConnection is { } connection && !connection.Contains("Host=", StringComparison.OrdinalIgnoreCase))
            throw new OptionException("--database must be a PostgreSQL connection string such as Host=db;Database=cglicense;Username=cglicense. Leave it out for SQLite.");
        if (options is { Backups.Folder: not null, PostgresConnection: not null })
            throw new OptionException("--backup-folder is for SQLite. PostgreSQL has its own ways (pg_dump, point in time recovery): see docs/operations.md.");
        return options;
    }
}

/// <summary>One setting, for reading it and for --help.</summary>
internal sealed record Setting(string Flag, string Variable, string Default, string Meaning)
{
    /// <summary>True or false; the bare flag means true.</summary>
    public bool IsSwitch { get; init; }
}

/// <summary>The operator wrote something that cannot be used; the message says what to write instead.</summary>
internal sealed class OptionException(string message) : Exception(message);
