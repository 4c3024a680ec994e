using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CgLicense.Server.OpenApi;

/// <summary>
/// What the documentation comments of <c>src/Protocol</c> say, as the compiler wrote them down, in Markdown. A field
/// without a comment of its own is described by <c>contract/fields.json</c>: the words that mean the same everywhere.
/// </summary>
internal sealed partial class Descriptions
{
    private readonly Dictionary<string, XElement> members;
    private readonly JsonObject fields;

    public Descriptions()
    {
        using var xml = ContractFiles.Open("CgLicense.Protocol.xml");
        members = XDocument.Load(xml).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);
        fields = ContractFiles.Json("fields.json").AsObject();
    }

    public string? Of(Type type) => members.TryGetValue("T:" + type.FullName, out var member) ? Summary(member) : null;

    public string? Of(JsonPropertyInfo property)
    {
        var member = property.AttributeProvider as MemberInfo;
        var name = member?.Name ?? char.ToUpperInvariant(property.Name[0]) + property.Name[1..];
        var declaring = (member?.DeclaringType ?? property.DeclaringType).FullName;
        return members.TryGetValue($"P:{declaring}.{name}", out var found) ? Summary(found) : (string?)fields[property.Name];
    }

    /// <summary>What a type's comment says of one route: of several paragraphs that begin with a route, only its own.</summary>
    public string? OfRoute(Type type, string path)
    {
        if (Of(type) is not { } text)
            return null;
        var own = text.Split("\n\n").Where(part => RouteInFront().Match(part) is not { Success: true } route || route.Groups["path"].Value.Contains(path + "`"));
        return string.Join("\n\n", own.Select(part => Capital(RouteInFront().Replace(part, ""))));
    }

    private static string Summary(XElement member)
    {
        var summary = member.Element("summary");
        var paragraphs = summary?.Elements("para").Any() == true ? summary.Elements("para") : summary is null ? [] : [summary];
        return string.Join("\n\n", paragraphs.Select(paragraph =>
            Blanks().Replace(string.Concat(paragraph.Nodes().Select(Markdown)), " ").Trim()));
    }

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{Wire((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? "")}`",
        XElement other => other.Value,
        _ => "",
    };

    /// <summary><c>P:CgLicense.Protocol.Failure.Valid</c> is <c>valid</c> on the wire.</summary>
    private static string Wire(string reference)
    {
        var name = reference[(reference.LastIndexOf('.') + 1)..];
        return reference.StartsWith("P:", StringComparison.Ordinal) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    [GeneratedRegex(@"^(?<path>`[A-Z|]+ /[^`]+`(, `[A-Z|]+ /[^`]+`)*)( \((?<who>[^)]*)\))?[:.]? *")]
    private static partial Regex RouteInFront();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
