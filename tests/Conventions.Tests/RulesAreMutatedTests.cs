namespace CgLicense.Conventions.Tests;

/// <summary>Mutants of a rule meet only the tests of one quick project; a rule tested elsewhere would count as untested.</summary>
public sealed class RulesAreMutatedTests
{
    private const string Project = "tests/Rules.Tests";

    [Fact]
    public void Every_rule_is_tested_where_mutants_are_tried()
    {
        var tests = Repository.Under(Project).Where(file => file.Extension == ".cs").ToList();
        var rules = Repository.Under("src").Where(file => file.Name.EndsWith("Rules.cs", StringComparison.Ordinal)).ToList();
        Assert.True(rules.Count > 5);
        Repository.AssertNone(
            rules.Where(rule => !tests.Any(test => test.Text.Contains(Path.GetFileNameWithoutExtension(rule.Name) + ".", StringComparison.Ordinal)))
                .Select(rule => rule.Path),
            $"Put a rule's table and properties into {Project}; what needs a server is a scenario and stays in the server's tests.");
    }

    [Fact]
    public void The_project_where_mutants_are_tried_starts_nothing() => Repository.AssertNone(
        Repository.Under(Project).Where(file => file.Extension == ".cs" && (file.Text.Contains("Process.Start", StringComparison.Ordinal)
            || file.Text.Contains("HttpClient", StringComparison.Ordinal) || file.Text.Contains("DataSource", StringComparison.Ordinal)))
            .Select(file => file.Path),
        "Its tests run once per mutant, hundreds of times: no process, no network, no database.");
}
