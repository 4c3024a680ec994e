using System.CommandLine;
using CgLicense.Cli.Options;

namespace CgLicense.Cli.Commands;

/// <summary>The options that describe a variant; creating and updating share them.</summary>
internal sealed class VariantFields
{
    private readonly Argument<string> product = new("PRODUCT") { Description = "The product's id" };
    private readonly Argument<string> name = new("NAME") { Description = "The variant's name, such as indie or studio" };
    private readonly Option<string> type = Values.Choice("--type", "How it is counted; default per-machine", LicenseType.All);
    private readonly Option<long?> machines = Values.Limit("--machines", $"Computers per license; default {Defaults.MaxMachines} for per-machine");
    private readonly Option<long?> seats = Values.Limit("--seats", "Floating: how many may run at once");
    private readonly Option<string> seatScope = Values.Choice("--seat-scope", "Floating: who takes a seat; default machine", SeatScope.All);
    private readonly Option<long?> tokenDays = Values.Number("--token-days", "N", $"Days a computer runs offline; default {Defaults.TokenDays}");
    private readonly Option<long?> graceDays = Values.Number("--grace-days", "N", $"Days of grace after that, with a warning; default {Defaults.GraceDays}");
    private readonly Option<long?> heartbeat = Values.Number("--heartbeat-seconds", "N", $"Floating: pause between heartbeats; default {Defaults.HeartbeatSeconds}");
    private readonly Option<long?> session = Values.Number("--session-seconds", "N", $"Floating: a seat lapses after; default {Defaults.SessionSeconds}");
    private readonly Option<long?> activations = Values.Number("--activations-per-hour", "N", $"New computers per hour and license; default {Defaults.ActivationsPerHour}");
    private readonly Option<OptionalNumber> trialDays = Values.NumberOrNone("--trial-days", "Licenses of this variant end after so many days");
    private readonly Option<string[]> features = new("--feature")
    {
        HelpName = "NAME", Description = "A feature it unlocks; repeat for several",
    };

    private readonly Option<bool?> active = new("--active")
    {
        HelpName = "true|false", Description = "Whether it is on offer", Arity = ArgumentArity.ExactlyOne,
    };

    public IEnumerable<Symbol> All =>
    [
        product, name, type, machines, seats, seatScope, tokenDays, graceDays, heartbeat, session, activations, trialDays,
        features, active,
    ];

    public VariantRequest Read(ParseResult parsed) => new()
    {
        ProductId = parsed.GetValue(product),
        Name = parsed.GetValue(name),
        LicenseType = parsed.GetValue(type),
        MaxMachines = parsed.GetValue(machines),
        MaxConcurrent = parsed.GetValue(seats),
        SeatScope = parsed.GetValue(seatScope),
        TokenDays = parsed.GetValue(tokenDays),
        GraceDays = parsed.GetValue(graceDays),
        HeartbeatSeconds = parsed.GetValue(heartbeat),
        SessionSeconds = parsed.GetValue(session),
        ActivationsPerHour = parsed.GetValue(activations),
        TrialDays = parsed.GetValue(trialDays),
        Features = parsed.GetValue(features) is { Length: > 0 } given ? given : null,
        Active = parsed.GetValue(active),
    };
}
