using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>license create</c>.</summary>
internal static class LicenseCreateCommand
{
    public static AdminCommand Build(Terminal terminal)
    {
        var product = Values.Text("--product", "ID", "The product it is for", required: true);
        var email = Values.Text("--email", "ADDRESS", "The customer's e-mail address", required: true);
        var variant = Values.Text("--variant", "NAME", $"The edition bought; default {Defaults.Variant}. It supplies what is left out below");
        var type = Values.Choice("--type", "How it is counted", LicenseType.All);
        var machines = Values.Limit("--machines", "How many computers");
        var seats = Values.Limit("--seats", "Floating: how many may run at once");
        var expires = Values.Expiry("--expires", "When it ends; left out, the variant's trial days count, else never", () => terminal.Now);
        var purchase = Values.Text("--purchase-id", "TEXT", "Your shop's order number");
        var discount = Values.Text("--discount-code", "TEXT", "The code it was bought with");
        var bundle = Values.Text("--bundle-id", "TEXT", "The bundle it belongs to");
        var unlocks = new Option<string[]>("--unlocks") { HelpName = "PRODUCT", Description = "Another product the key is good for; repeat for several" };
        var send = new Option<bool>("--send-email") { Description = "Send the customer their key" };
        return new AdminCommand(
            terminal, "create", "Create a license and get its key", changes: true,
            [
                "cglicense license create --product rockbuilder --email anna@example.com",
                "cglicense license create --product rockbuilder --email td@studio.example --variant render-farm --seats 20 --expires 2027-12-31",
            ],
            [product, email, variant, type, machines, seats, expires, purchase, discount, bundle, unlocks, send],
            (parsed, call) => call.Send(
                Endpoints.CreateLicense,
                new CreateLicenseRequest
                {
                    ProductId = parsed.GetValue(product),
                    Email = parsed.GetValue(email),
                    Variant = parsed.GetValue(variant),
                    LicenseType = parsed.GetValue(type),
                    MaxMachines = parsed.GetValue(machines),
                    MaxConcurrent = parsed.GetValue(seats),
                    ExpiresAt = parsed.GetValue(expires).Value,
                    PurchaseId = parsed.GetValue(purchase),
                    DiscountCode = parsed.GetValue(discount),
                    BundleId = parsed.GetValue(bundle),
                    UnlockedProducts = parsed.GetValue(unlocks) is { Length: > 0 } others ? others : null,
                    SendEmail = parsed.GetValue(send) ? true : null,
                },
                answer =>
                {
                    terminal.Say($"License created: [bold]{Wording.Text(answer.LicenseKey)}[/]");
                    terminal.Say(Wording.Faint($"Next: send it to the customer; see it with 'cglicense license show {answer.LicenseKey}'."));
                }));
    }
}
