using System.Text.Json.Nodes;

namespace CgLicense.Server.OpenApi;

/// <summary>The contract's own data, built into the program: what the document says is what the tests play.</summary>
internal static class ContractFiles
{
    public static Stream Open(string name) =>
        typeof(ContractFiles).Assembly.GetManifestResourceStream("contract/" + name)
        ?? throw new InvalidOperationException($"The program was built without contract/{name}.");

    public static JsonNode Json(string name)
    {
        using var stream = Open(name);
        return JsonNode.Parse(stream)!;
    }

    public static IEnumerable<string> Names(string folder) => typeof(ContractFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith($"contract/{folder}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(name => name["contract/".Length..]);
}
