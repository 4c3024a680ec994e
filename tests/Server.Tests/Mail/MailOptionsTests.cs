using CgLicense.Server.Mail;

namespace CgLicense.Server.Tests.Mail;

public sealed class MailOptionsTests
{
    private const string NotAServer =
        "--mail-smtp is not the address of a mail server. Write smtp://user@mail.example.com:587 or smtps://user@mail.example.com:465, with %40 for an @ in the name.";

    [Theory]
    [InlineData("smtp://mail.example.com", "mail.example.com", 587, false)]
    [InlineData("smtp://mail.example.com:2525", "mail.example.com", 2525, false)]
    [InlineData("smtps://mail.example.com", "mail.example.com", 465, true)]
    public void A_mail_server_has_the_port_of_its_kind(string url, string host, int port, bool encrypted)
    {
        var address = SmtpAddress.Read(url, null);
        Assert.Equal((host, port, encrypted, null), (address.Host, address.Port, address.Encrypted, address.User));
    }

    [Fact]
    public void User_and_password_may_be_escaped_and_a_password_beside_the_address_wins()
    {
        var address = SmtpAddress.Read("smtp://licenses%40example.com:p%3Ass@mail.example.com", null);
        Assert.Equal(("licenses@example.com", "p:ss"), (address.User, address.Password!.Value.Reveal()));
        Assert.Equal("other", SmtpAddress.Read("smtp://licenses@mail.example.com", "other").Password!.Value.Reveal());
        Assert.DoesNotContain("p:ss", address.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail.example.com", null, NotAServer)]
    [InlineData("https://mail.example.com", null, NotAServer)]
    [InlineData("smtp://user:very-secret@mail.example.com/inbox", null, NotAServer)]
    [InlineData("smtp://user@mail.example.com", null, "--mail-smtp needs a user and a password, or neither. Put the password into CGLICENSE_MAIL_PASSWORD.")]
    [InlineData("smtp://mail.example.com", "very-secret", "--mail-smtp needs a user and a password, or neither. Put the password into CGLICENSE_MAIL_PASSWORD.")]
    public void An_address_that_cannot_be_used_is_explained_without_repeating_it(string url, string? password, string text) =>
        Assert.Equal(text, Assert.Throws<OptionException>(() => SmtpAddress.Read(url, password)).Message);

    [Theory]
    [InlineData("--mail-smtp=smtp://mail.example.com", "--mail-smtp needs --mail-from, the address that customers see and answer: --mail-from licenses@example.com.")]
    [InlineData("--mail-password=very-secret", "There is a --mail-password and no mail server. Name it with --mail-smtp smtp://user@mail.example.com:587.")]
    [InlineData("--mail-from=licenses", "'licenses' in --mail-from is not an address. Write licenses@example.com; the name beside it is each product's own.")]
    [InlineData("--mail-smtp=smtp://mail.example.com --mail-from=a@example.com --mail-folder=mail", "Mail goes to a server or into a folder. Leave out --mail-smtp or --mail-folder.")]
    [InlineData("--mail-off=perhaps", "'perhaps' is not possible for --mail-off. Write true or false.")]
    [InlineData("--public-url=licenses.example.com", "'licenses.example.com' is not possible for --public-url. Write the address that people open, such as https://licenses.example.com.")]
    public void Settings_that_do_not_fit_together_stop_the_server_with_what_to_write(string arguments, string text) =>
        Assert.Equal(text, Assert.Throws<OptionException>(() => ServerOptions.Read(arguments.Split(' '), _ => null)).Message);

    [Fact]
    public void Without_any_setting_mail_becomes_files()
    {
        var options = ServerOptions.Read([], _ => null).Mail;
        Assert.Null(options.Smtp);
        Assert.False(options.Off);
    }

    [Fact]
    public void The_portal_is_below_the_public_address_whatever_path_a_proxy_takes_off()
    {
        Assert.Equal("https://studio.example/licenses/portal", MailJobs.TermsOf(ServerOptions.Read(["--public-url=https://studio.example/licenses/"], _ => null)).Portal);
        Assert.Null(MailJobs.TermsOf(ServerOptions.Read([], _ => null)).Portal);
    }
}
