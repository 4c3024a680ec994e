using System.Text.Json.Nodes;

namespace CgLicense.Server.OpenApi;

/// <summary>One file of <c>contract/exchanges</c>, as an example for readers: its placeholders have become values.</summary>
internal sealed record ContractExchange(
    string Name, string Method, string Path, string? Auth, IReadOnlyList<string> Given, JsonNode Request, int Status, JsonNode Answer)
{
    public static IReadOnlyList<ContractExchange> Load() =>
        [.. ContractFiles.Names("exchanges").Select(name => Of(ContractFiles.Json(name).AsObject()))];

    public bool Succeeds => Status < 400;

    /// <summary>The refusal's code.</summary>
    public string? Code => (string?)Answer["code"];

    /// <summary>It holds for every endpoint, whichever it is shown with.</summary>
    public bool IsGeneral => Name.StartsWith("any.", StringComparison.Ordinal);

    /// <summary>A genuine API key was refused: only the admin secret will do.</summary>
    public bool RefusesApiKeys =>
        Auth == "apiKey" && Code == "unauthorized" && !Given.Any(word => word.StartsWith("auth:", StringComparison.Ordinal));

    private static ContractExchange Of(JsonObject file) => new(
        (string)file["name"]!,
        (string)file["method"]!,
        (string)file["path"]!,
        (string?)file["auth"],
        [.. file["given"]!.AsArray().Select(word => (string)word!)],
        ExampleValues.Fill(file["request"], "")!,
        (int)file["status"]!,
        ExampleValues.Fill(file["answer"], "")!);
}
