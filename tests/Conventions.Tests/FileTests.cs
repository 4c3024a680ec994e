using System.Text.RegularExpressions;

namespace CgLicense.Conventions.Tests;

public sealed class FileTests
{
    private const int LongestFile = 300;

    /// <summary>Names that say that something is done, not what.</summary>
    private static readonly Regex EmptyName = new("(Service|Manager|Helper|Handler|Util|Common)s?$");

    [Fact]
    public void The_repository_is_found()
    {
        Assert.True(Repository.Sources.Count() > 50);
        Assert.Contains(Repository.TextFiles, file => file.Path == "Directory.Build.props");
        Assert.Contains(Repository.TextFiles, file => file.Path == "contract/make_vectors.py");
    }

    [Fact]
    public void No_source_file_is_longer_than_a_reader_can_hold() => Repository.AssertNone(
        Repository.Sources
            .Select(file => (file.Path, Lines: file.Text.TrimEnd('\n').Split('\n').Length))
            .Where(file => file.Lines > LongestFile)
            .Select(file => $"{file.Path}: {file.Lines} lines"),
        $"No source file has more than {LongestFile} lines.");

    [Fact]
    public void Files_are_named_in_the_words_of_the_trade() => Repository.AssertNone(
        Repository.Under("src").Concat(Repository.Under("sdk"))
            .Where(file => EmptyName.IsMatch(Regex.Replace(Path.GetFileNameWithoutExtension(file.Name), "_(.)", match => match.Groups[1].Value.ToUpperInvariant())))
            .Select(file => file.Path),
        "Service, Manager, Helper, Handler, Utils and Common say nothing: name the file for what it does.");

    [Fact]
    public void Nothing_is_left_unfinished()
    {
        // Put together here, so that this file does not accuse itself.
        string[] marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "NotImplemented" + "Exception", "raise NotImplemented" + "Error"];
        var pattern = new Regex(@"\b(" + string.Join('|', marks) + @")\b");
        Repository.AssertNone(Hits(Repository.Sources, pattern), "Finish it, or leave it out.");
    }

    [Fact]
    public void No_merge_was_left_half_done() => Repository.AssertNone(
        Hits(Repository.TextFiles, new Regex(@"^(<{7}|>{7}) ")), "Two versions stand side by side: choose.");

    [Fact]
    public void No_test_is_skipped() => Repository.AssertNone(
        Hits(Repository.Sources.Where(file => file.Path.Contains("tests", StringComparison.Ordinal)),
            new Regex(@"\bSkip" + @"\s*=|unittest\." + @"skip|@sk" + @"ip(If|Unless)?\b|Assert\.True\(tr" + @"ue\)")),
        "A test that does not run tells nobody anything.");

    [Fact]
    public void Nothing_committed_knows_the_machine_it_was_written_on() => Repository.AssertNone(
        Hits(Repository.TextFiles, new Regex(@"(?<![\w./-])/(wo" + @"rk|ro" + @"ot|tmp/w" + @"t)/")), "Paths are relative, or come from settings.");

    [Fact]
    public void Nothing_committed_names_a_package_registry() => Repository.AssertNone(
        Hits(Repository.TextFiles, new Regex(@"\b(nuget\." + @"org|pypi\." + @"org|pythonhosted\." + @"org|npmjs\." + @"(org|com)|artifac" + @"tory)\b",
            RegexOptions.IgnoreCase)),
        "Where packages come from is each builder's own setting.");

    private static IEnumerable<string> Hits(IEnumerable<SourceFile> files, Regex pattern) =>
        from file in files
        from line in file.Lines
        let match = pattern.Match(line.Text)
        where match.Success
        select $"{file.Path}:{line.Number}: {match.Value}";
}
