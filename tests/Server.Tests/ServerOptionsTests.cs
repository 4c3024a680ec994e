using CgLicense.TestServer;

namespace CgLicense.Server.Tests;

public sealed class ServerOptionsTests
{
    [Fact]
    public void Without_any_setting_the_defaults_hold()
    {
        var options = Read([], []);
        Assert.Equal(("http://127.0.0.1:8080", "./data", "cglicense"), (options.Urls, options.DataFolder, options.Issuer));
        Assert.Null(options.PostgresConnection);
        Assert.Null(options.AdminSecret);
        Assert.Empty(options.TrustedProxies);
        Assert.False(options.Demo);
        Assert.Null(options.PublicUrl);
    }

    [Fact]
    public void A_flag_wins_over_the_environment_and_the_environment_over_the_default()
    {
        var environment = new Dictionary<string, string> { ["CGLICENSE_DATA"] = "from-environment", ["CGLICENSE_ISSUER"] = "issuer" };
        Assert.Equal("from-environment", Read([], environment).DataFolder);
        Assert.Equal("from-flag", Read(["--data", "from-flag"], environment).DataFolder);
        Assert.Equal("from-flag", Read(["--data=from-flag"], environment).DataFolder);
        Assert.Equal("issuer", Read(["--data=x"], environment).Issuer);
    }

    [Fact]
    public void An_empty_variable_counts_as_absent() =>
        Assert.Equal("./data", Read([], new() { ["CGLICENSE_DATA"] = "" }).DataFolder);

    [Theory]
    [InlineData("--port=80", "Unknown option '--port'. Run with --help to see the options.")]
    [InlineData("--data", "Option '--data' needs a value.")]
    [InlineData("--urls=https://0.0.0.0:443", "'https://0.0.0.0:443' in --urls is not an address to listen on. Write http://127.0.0.1:8080, and put TLS in front of it.")]
    [InlineData("--urls=8080", "'8080' in --urls is not an address to listen on. Write http://127.0.0.1:8080, and put TLS in front of it.")]
    [InlineData("--admin-secret=short", "The admin secret has 5 characters; it must have at least 16. 'openssl rand -hex 32' makes one.")]
    [InlineData("--webhook-secret=a-first-secret-of-24-chars,short", "A webhook secret has 5 characters; it must have at least 16. 'openssl rand -hex 32' makes one.")]
    [InlineData("--trusted-proxies=10.0.0.0/33", "'10.0.0.0/33' in --trusted-proxies is neither an address nor a network such as 10.1.0.0/16.")]
    [InlineData("--country-header=CF-IPCountry", "--country-header needs --trusted-proxies: from anybody else the header would be the caller's own word.")]
    [InlineData("--country-header=CF IPCountry", "'CF IPCountry' in --country-header is no header's name. Write CF-IPCountry, or what your proxy calls it.")]
    [InlineData("--stripe-secret=whsec_of-this-year-0123,whsec_short", "A Stripe secret has 11 characters. Copy the endpoint's signing secret from Stripe's dashboard: whsec_….")]
    [InlineData("--payment-grace-days=366", "'366' is not possible for --payment-grace-days. Write a whole number of days from 0 to 365.")]
    [InlineData("--retain-addresses-days=3651", "'3651' is not possible for --retain-addresses-days. Write a whole number of days from 0 to 3650.")]
    [InlineData("--retain-names-days=-1", "'-1' is not possible for --retain-names-days. Write a whole number of days from 0 to 3650.")]
    [InlineData("--session-idle-hours=0", "'0' is not possible for --session-idle-hours. Write a whole number of hours from 1 to 8760.")]
    [InlineData("--session-days=366", "'366' is not possible for --session-days. Write a whole number of days from 1 to 365.")]
    [InlineData("--backup-hours=0", "'0' is not possible for --backup-hours. Write a whole number of hours from 1 to 8760.")]
    [InlineData("--backup-keep=0", "'0' is not possible for --backup-keep. Write a whole number of backups from 1 to 10000.")]
    [InlineData("--payment-grace-days=-1", "'-1' is not possible for --payment-grace-days. Write a whole number of days from 0 to 365.")]
    [InlineData("--public-url=licenses.example.com", "'licenses.example.com' is not possible for --public-url. Write the address that people open, such as https://licenses.example.com.")]
    [InlineData("--public-url=https://user@licenses.example.com", "'https://user@licenses.example.com' is not possible for --public-url. Write the address that people open, such as https://licenses.example.com.")]
    [InlineData("--public-url=https://licenses.example.com/?a=1", "'https://licenses.example.com/?a=1' is not possible for --public-url. Write the address that people open, such as https://licenses.example.com.")]
    [InlineData("--webhook-allow-private=yes", "'yes' is not possible for --webhook-allow-private. Write true or false.")]
    public void A_wrong_setting_stops_the_server_with_what_to_write(string argument, string text) =>
        Assert.Equal(text, Assert.Throws<OptionException>(() => Read([argument], [])).Message);

    [Fact]
    public void A_database_that_is_no_connection_string_is_refused() => Assert.StartsWith(
        "--database must be a PostgreSQL connection string",
        Assert.Throws<OptionException>(() => Read(["--database=cglicense.db"], [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Scheduled_backups_are_off_until_a_folder_is_named_and_only_for_sqlite()
    {
        Assert.Null(Read([], []).Backups.Folder);
        var backups = Read(["--backup-folder=b", "--backup-hours=6"], new() { ["CGLICENSE_BACKUP_KEEP"] = "3" }).Backups;
        Assert.Equal(("b", TimeSpan.FromHours(6), 3), (backups.Folder, backups.Every, backups.Keep));
        var refused = Assert.Throws<OptionException>(() => Read(["--backup-folder=b", "--database=Host=db"], []));
        Assert.StartsWith("--backup-folder is for SQLite.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_payment_is_forgiven_for_14_days_unless_the_operator_says_otherwise()
    {
        Assert.Equal(TimeSpan.FromDays(14), Read([], []).PaymentGrace);
        Assert.Equal(TimeSpan.Zero, Read(["--payment-grace-days=0"], []).PaymentGrace);
        Assert.Equal(TimeSpan.FromDays(365), Read([], new() { ["CGLICENSE_PAYMENT_GRACE_DAYS"] = "365" }).PaymentGrace);
    }

    [Fact]
    public void Proxies_are_addresses_and_networks()
    {
        var networks = Read(["--trusted-proxies", "10.0.0.5, 10.1.0.0/16,2001:db8::/32"], []).TrustedProxies;
        Assert.Equal(["10.0.0.5/32", "10.1.0.0/16", "2001:db8::/32"], networks.Select(network => network.ToString()));
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("--webhook-allow-private", "", true)]
    [InlineData("--webhook-allow-private=true", "false", true)]
    [InlineData("--webhook-allow-private=false", "1", false)]
    [InlineData("", "1", true)]
    [InlineData("", "true", true)]
    [InlineData("", "0", false)]
    public void A_switch_is_a_bare_flag_or_true_or_false(string flag, string variable, bool isOn)
    {
        string[] args = flag.Length == 0 ? ["--data", "x"] : [flag, "--data", "x"];
        var options = Read(args, new() { ["CGLICENSE_WEBHOOK_ALLOW_PRIVATE"] = variable });
        Assert.Equal((isOn, "x"), (options.WebhookAllowPrivate, options.DataFolder));
    }

    [Fact]
    public void Webhook_secrets_are_several_during_a_rotation()
    {
        Assert.Empty(Read([], []).WebhookSecrets);
        Assert.Equal(["the-secret-from-before", "exactly16letters"], Read(["--webhook-secret", "the-secret-from-before, exactly16letters,"], []).WebhookSecrets);
        Assert.Equal(["exactly16letters"], Read([], new() { ["CGLICENSE_WEBHOOK_SECRET"] = "exactly16letters" }).WebhookSecrets);
    }

    [Fact]
    public async Task The_real_program_says_why_it_does_not_start()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ServerProcess.Start(
            environment: new Dictionary<string, string> { ["CGLICENSE_ADMIN_SECRET"] = "short" }));
        Assert.Contains("cglicense-server cannot start: The admin secret has 5 characters", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_real_program_ends_well_when_it_is_asked_to()
    {
        await using var server = await ServerProcess.Start();
        Assert.Equal(0, await server.Stop());
    }

    private static ServerOptions Read(string[] args, Dictionary<string, string> environment) =>
        ServerOptions.Read(args, name => environment.GetValueOrDefault(name));
}
