using System.Text.RegularExpressions;

namespace CgLicense.Conventions.Tests;

/// <summary>A rule is a function of facts. What it must not see, it cannot come to depend on.</summary>
public sealed class RulesArePureTests
{
    /// <summary>Clocks, input and output, logs, randomness, and waiting for any of them.</summary>
    private static readonly Regex Impure = new(
        "^(TimeProvider|ITimer|I?Clock|ILogger.*|I?Configuration|.*Stream|.*Reader|.*Writer|File(System)?Info|DirectoryInfo|HttpClient|HttpContext|"
        + "HttpRequest|Socket|Db.*|Database|Session|Random(NumberGenerator)?|IServiceProvider|Task(`1)?|ValueTask(`1)?|IAsyncEnumerable`1|CancellationToken)$");

    private static readonly string[] Projects = ["Server", "Client"];

    public static TheoryData<string> ProjectsWithRules => [.. Projects.Where(project => Repository.Has("src/" + project))];

    [Fact]
    public void There_are_projects_with_rules() => Assert.True(
        ProjectsWithRules.Count > 0 || !Repository.Has("src/Server"), "src/Server exists and was not looked at.");

    [Theory, MemberData(nameof(ProjectsWithRules))]
    public void Rules_are_static_and_see_no_clock_no_storage_and_no_log(string project)
    {
        var rules = CompiledTypes.Of(Assembly(project)).Where(type => type.Name.EndsWith("Rules", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(rules);
        Repository.AssertNone(rules.SelectMany(Offences).Distinct(), "Rules are pure: time and facts come in as values, a decision goes out.");
    }

    [Theory, MemberData(nameof(ProjectsWithRules))]
    public void Every_rules_file_was_compiled_into_what_is_checked(string project)
    {
        var compiled = CompiledTypes.Of(Assembly(project)).Select(type => type.Name).ToHashSet();
        var files = Repository.Under("src/" + project).Where(file => file.Name.EndsWith("Rules.cs", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Repository.AssertNone(
            files.Where(file => !compiled.Contains(Path.GetFileNameWithoutExtension(file.Name))).Select(file => file.Path),
            $"The built assembly is older than its sources: run 'dotnet build src/{project}'.");
    }

    private static IEnumerable<string> Offences(CompiledType rules)
    {
        if (!rules.IsStatic)
            yield return $"{rules.Name} is not static";
        foreach (var field in rules.MutableFields)
            yield return $"{rules.Name}.{field} can change";
        foreach (var (member, type) in rules.Mentions.Where(mention => Impure.IsMatch(mention.Type)))
            yield return $"{rules.Name}.{member} uses {type}";
    }

    /// <summary>The newest build of a project, whichever configuration and framework it was made for.</summary>
    private static string Assembly(string project)
    {
        var file = Repository.Under("src/" + project).Single(source => source.Extension == ".csproj");
        var name = Regex.Match(file.Text, "<AssemblyName>(.+?)</AssemblyName>") is { Success: true } named
            ? named.Groups[1].Value
            : Path.GetFileNameWithoutExtension(file.Name);
        var folder = Path.Combine(Repository.Root, "artifacts", "bin", Path.GetFileNameWithoutExtension(file.Name));
        var built = Directory.Exists(folder)
            ? Directory.GetFiles(folder, name + ".dll", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc)
            : null;
        Assert.True(built is not null, $"Nothing built to look at: run 'dotnet build src/{project}' first.");
        return built;
    }
}
