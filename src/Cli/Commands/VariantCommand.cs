using System.CommandLine;
using CgLicense.Cli.Options;
using CgLicense.Cli.Output;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Commands;

/// <summary><c>variant create|list|update|delete</c>.</summary>
internal static class VariantCommand
{
    private static readonly string[] Headings = ["Variant", "Type", "Limit", "Offline", "Seat", "Trial", "Features", "Status"];

    public static Command Build(Terminal terminal) => new ExampleCommand(
        "variant", "Editions of a product: license type, limits, offline days, features", ["cglicense variant list rockbuilder"])
    {
        Create(terminal), List(terminal), Update(terminal), Delete(terminal),
    };

    private static AdminCommand Create(Terminal terminal)
    {
        var fields = new VariantFields();
        return new AdminCommand(
            terminal, "create", "Create a variant. What is left out takes the default", changes: true,
            [
                "cglicense variant create rockbuilder indie --machines 2 --feature core",
                "cglicense variant create rockbuilder render-farm --type floating --seats 20 --feature batch",
            ],
            fields.All,
            (parsed, call) => call.Send(
                Endpoints.CreateVariant, fields.Read(parsed),
                answer => terminal.Say($"Variant [bold]{Wording.Text(answer.VariantId)}[/] created.")));
    }

    private static AdminCommand Update(Terminal terminal)
    {
        var fields = new VariantFields();
        return new AdminCommand(
            terminal, "update", "Change a variant. Only what is given changes; limits of licenses already sold stay as they are", changes: true,
            ["cglicense variant update rockbuilder indie --grace-days 14"],
            fields.All,
            (parsed, call) => call.Send(
                Endpoints.UpdateVariant, fields.Read(parsed),
                answer => terminal.Say($"Variant [bold]{Wording.Text(answer.VariantId)}[/] changed.")));
    }

    private static AdminCommand List(Terminal terminal)
    {
        var product = new Argument<string>("PRODUCT") { Description = "The product's id" };
        return new AdminCommand(
            terminal, "list", "List a product's variants", changes: false, ["cglicense variant list rockbuilder"], [product],
            (parsed, call) => call.Send(
                Endpoints.ListVariants,
                new ListVariantsRequest { ProductId = parsed.GetValue(product) },
                answer => terminal.Rows(
                    Headings, answer.Variants.Select(Row), "No variants. Create one with 'cglicense variant create'.")));
    }

    private static AdminCommand Delete(Terminal terminal)
    {
        var product = new Argument<string>("PRODUCT") { Description = "The product's id" };
        var name = new Argument<string>("NAME") { Description = "The variant's name" };
        return new AdminCommand(
            terminal, "delete", "Delete a variant that nothing was sold of; else: variant update … --active false", changes: true,
            ["cglicense variant delete rockbuilder indie"], [product, name],
            (parsed, call) => call.Send(
                Endpoints.DeleteVariant,
                new DeleteVariantRequest { ProductId = parsed.GetValue(product), Name = parsed.GetValue(name) },
                _ => terminal.Say($"Variant [bold]{Wording.Text(parsed.GetValue(name))}[/] deleted.")));
    }

    private static string[] Row(VariantRecord variant)
    {
        var isFloating = variant.LicenseType == LicenseType.Floating;
        return
        [
            Wording.Text(variant.Name),
            variant.LicenseType,
            isFloating ? Wording.Limit(variant.MaxConcurrent, "seat") : Wording.Limit(variant.MaxMachines, "machine"),
            isFloating ? $"{Defaults.FloatingTokenSeconds / 60} minutes" : $"{variant.TokenDays} + {variant.GraceDays} days",
            isFloating ? $"every {variant.HeartbeatSeconds} s, lapses after {variant.SessionSeconds} s, per {variant.SeatScope}" : "–",
            variant.TrialDays is { } days ? $"{days} days" : "–",
            variant.Features.Count == 0 ? "–" : Wording.Text(string.Join(", ", variant.Features)),
            variant.Active ? Wording.Badge(LicenseStatus.Active) : Wording.Faint("inactive"),
        ];
    }
}
