using System.Text.Json;
using System.Text.RegularExpressions;

namespace CgLicense.Conventions.Tests;

/// <summary>Sources and documentation say the same as the contract's data.</summary>
public sealed class ContractInStepTests
{
    private const string Page = "docs/contract.md";

    private static readonly Regex CodeLiteral = new(
        """(?i:\bcode)\b["']?\]?\)?[ ]*(?:=|==|!=|:|\bis\b(?:[ ]+not\b)?|,)[ ]*["']([a-z]+(?:_[a-z]+)*)["']((?:\s+or\s+["'][a-z_]+["'])*)""");

    private static readonly Regex Constant = new("""const string \w+ = "([a-z_]+)";""");

    private static readonly Regex Route = new("""(?<!\w)"(/[A-Za-z][\w./-]*|/\.well-known/[\w./-]*)"(?!\s*/>)""");

    private static IReadOnlyList<JsonElement> Errors { get; } = [.. Json("contract/errors.json").EnumerateArray()];

    private static IReadOnlyList<(string Name, string Path, string Method)> Exchanges { get; } =
    [
        .. from file in Repository.Under("contract/exchanges")
           let exchange = Json(file.Path)
           select (exchange.GetProperty("name").GetString()!, exchange.GetProperty("path").GetString()!, exchange.GetProperty("method").GetString()!),
    ];

    [Fact]
    public void Every_error_code_in_the_sources_is_in_the_contract()
    {
        var known = Errors.Select(error => error.GetProperty("code").GetString()!).ToHashSet();
        var used = CodesInSources().ToList();
        Assert.True(known.IsSubsetOf(used.Select(use => use.Code)), "The pattern no longer finds the codes in the sources.");
        Repository.AssertNone(
            used.Where(use => !known.Contains(use.Code)).Select(use => $"{use.Path}: {use.Code}"),
            "A code that contract/errors.json does not know.");
    }

    [Fact]
    public void Every_route_of_the_server_has_an_exchange()
    {
        var routes = RoutesOfServer().ToList();
        Assert.True(routes.Count > 20 || !Repository.Has("src/Server"), $"Only {routes.Count} routes found in src/Server.");
        Repository.AssertNone(
            routes.Where(route => !Exchanges.Any(exchange => exchange.Path == route.Route && exchange.Name.EndsWith(".ok", StringComparison.Ordinal)))
                .Select(route => $"{route.Path}: {route.Route}"),
            "A route without contract/exchanges/<route>.ok.json.");
    }

    [Fact]
    public void The_page_about_the_contract_has_the_error_table_row_for_row()
    {
        var expected = Errors.Select(Row).ToList();
        var actual = Section("Errors").Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| HTTP", StringComparison.Ordinal)).ToList();
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_page_about_the_contract_lists_every_endpoint_and_no_other()
    {
        var listed = Section("Endpoints").Select(line => Regex.Match(line, @"^\| `(/[^`]+)` \| ([A-Z, ]+) \|")).Where(row => row.Success)
            .Select(row => (Path: row.Groups[1].Value, Methods: row.Groups[2].Value)).ToList();
        var shown = Exchanges.Where(exchange => exchange.Name.Contains(".ok", StringComparison.Ordinal)).ToList();
        Assert.Equal(shown.Select(exchange => exchange.Path).Distinct().Order(StringComparer.Ordinal), listed.Select(row => row.Path).Order(StringComparer.Ordinal));
        Assert.All(shown, exchange => Assert.Contains(exchange.Method, listed.Single(row => row.Path == exchange.Path).Methods));
    }

    private static IEnumerable<(string Path, string Code)> CodesInSources() =>
        from file in Repository.Under("src").Concat(Repository.Under("sdk/python/cg_license"))
        where file.Extension is ".cs" or ".py"
        from match in CodeLiteral.Matches(file.Text).Concat(file.Name == "ErrorCodes.cs" ? Constant.Matches(file.Text) : [])
        from code in Regex.Matches(match.Groups[1].Value + match.Groups[2].Value, "[a-z]+(?:_[a-z]+)*").Select(word => word.Value)
        where code != "or"
        select (file.Path, code);

    private static IEnumerable<(string Path, string Route)> RoutesOfServer() =>
        from file in Repository.Under("src/Server")
        where file.Name.EndsWith("Endpoint.cs", StringComparison.Ordinal)
        from match in Route.Matches(file.Text)
        select (file.Path, match.Groups[1].Value);

    private static string Row(JsonElement error)
    {
        var http = error.GetProperty("http").GetInt32();
        var reason = error.TryGetProperty("reason", out var finer) ? $" ({finer.GetString()})" : "";
        return $"| {(http == 0 ? "–" : http)} | `{error.GetProperty("code").GetString()}`{reason} | {error.GetProperty("text").GetString()} "
            + $"| {error.GetProperty("when").GetString()} | {error.GetProperty("doNow").GetString()} |";
    }

    private static IEnumerable<string> Section(string heading)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, Page));
        var section = lines.SkipWhile(line => line != "## " + heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).ToList();
        Assert.True(section.Count > 0, $"{Page} has no section '{heading}'.");
        return section.Where(line => !line.StartsWith("|--", StringComparison.Ordinal));
    }

    private static JsonElement Json(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, path)));
        return document.RootElement.Clone();
    }
}
