using System.CommandLine;
using CgLicense.Cli.Output;

namespace CgLicense.Cli.Options;

/// <summary>What discount and trial codes have in common; creating and updating share it.</summary>
internal sealed class CodeFields(Terminal terminal)
{
    private readonly Argument<string> code = new("CODE") { Description = "The code as customers type it; letter case does not matter" };
    private readonly Option<string> creator = Values.Text("--creator", "ID", "Whose code it is; with the admin secret, where nothing else tells");
    private readonly Option<long?> maxUses = Values.Limit("--max-uses", "How often it may be used; default unlimited");
    private readonly Option<OptionalTime> expires = Values.Expiry("--expires", "Until when it is good", () => terminal.Now);
    private readonly Option<bool?> active = new("--active")
    {
        HelpName = "true|false", Description = "Whether it is good at all", Arity = ArgumentArity.ExactlyOne,
    };

    public IEnumerable<Symbol> Changing => [code, creator, maxUses, expires, active];

    public IEnumerable<Symbol> Naming => [code, creator];

    public string? Code(ParseResult parsed) => parsed.GetValue(code);

    public string? Creator(ParseResult parsed) => parsed.GetValue(creator);

    public long? MaxUses(ParseResult parsed) => parsed.GetValue(maxUses);

    public OptionalTime ExpiresAt(ParseResult parsed) => parsed.GetValue(expires);

    public bool? Active(ParseResult parsed) => parsed.GetValue(active);

    /// <summary>How much of it is left: <c>3 of 100 uses</c>.</summary>
    public static string Uses(long used, long most) => Wording.Of(used, most, "use");

    public static string State(bool isActive) => isActive ? Wording.Badge(LicenseStatus.Active) : Wording.Faint("inactive");
}
