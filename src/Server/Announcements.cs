using System.Text;
using CgLicense.Server.OpenIdConnect;
using CgLicense.Server.Pages;

namespace CgLicense.Server;

/// <summary>What the server says to the person who started it.</summary>
internal static class Announcements
{
    public static string Help
    {
        get
        {
            var text = new StringBuilder("cglicense-server: the CG License server\n\nCommands (without one, the server starts; COMMAND --help tells more):\n");
            foreach (var command in OperatorCommand.All)
                text.Append($"  cglicense-server {command.Usage}\n");
            text.Append("\nOptions (flag, environment variable, default):\n");
            foreach (var setting in ServerOptions.Settings)
                text.Append($"  {setting.Flag,-24} {setting.Variable,-32} {setting.Default}\n      {setting.Meaning}\n");
            return text.Append("  --demo           create a demo product with one license of each type, and say what to try\n").ToString();
        }
    }

    public static void Started(LicenseServer server, ServerOptions options)
    {
        foreach (var url in server.App.Urls)
            Console.WriteLine($"Listening on {url}");
        Console.WriteLine($"Database: {server.Database.Engine}. Stop with Ctrl+C.");
        if (options.Oidc is { } oidc)
            Console.WriteLine($"Single sign-on with {oidc.Authority}: register {new PublicAddress(options.PublicUrl).Absolute(OidcPages.Callback)} there as redirect URI.");
        if (server.AdminSecret.ShownOnce is { } secret)
        {
            Console.WriteLine();
            Console.WriteLine("Admin secret (shown this once, stored only as a hash; keep it in your password manager):");
            Console.WriteLine("  " + secret);
        }
    }

    public static void Demo(DemoLicenses demo, string url)
    {
        Console.WriteLine($"""

            Demo product '{DemoSeed.ProductId}' of creator '{DemoSeed.CreatorId}', one license of each type:
              per-machine  {demo.PerMachine}   2 computers
              floating     {demo.Floating}   3 seats
              site         {demo.Site}   any number of computers

            Paste into another terminal:
              export CGLICENSE_SERVER={url}
              ./cglicense activate {demo.PerMachine} --product {DemoSeed.ProductId} --salt demo-salt
              ./cglicense status --product {DemoSeed.ProductId} --salt demo-salt
            """);
    }
}
