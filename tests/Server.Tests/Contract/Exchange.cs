using System.Text.Json;
using System.Text.Json.Nodes;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Contract;

/// <summary>One file of <c>contract/exchanges</c>; contract/README.md explains its words.</summary>
internal sealed record Exchange(
    string Name, string Method, string Path, string? Auth, IReadOnlyList<string> Given, JsonElement Request, int Status, JsonElement Answer)
{
    private static string Folder { get; } = System.IO.Path.Combine(RepositoryRoot.Path, "contract");

    public static IReadOnlyList<Exchange> All { get; } =
    [
        .. Directory.GetFiles(System.IO.Path.Combine(Folder, "exchanges"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => JsonSerializer.Deserialize<Exchange>(File.ReadAllText(file), JsonSerializerOptions.Web)!),
    ];

    public static IReadOnlyList<ErrorRow> Errors { get; } = JsonSerializer.Deserialize<List<ErrorRow>>(
        File.ReadAllText(System.IO.Path.Combine(Folder, "errors.json")), JsonSerializerOptions.Web)!;

    /// <summary><c>contract/fields.json</c>: what words mean wherever they stand.</summary>
    public static JsonObject Words { get; } = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Folder, "fields.json")))!.AsObject();

    public bool Has(string word) => Given.Contains(word);
}

/// <summary>One row of <c>contract/errors.json</c>.</summary>
internal sealed record ErrorRow(string Code, int Http, string Text, string When);
