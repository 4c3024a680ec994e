using System.Text.RegularExpressions;

namespace CgLicense.Conventions.Tests;

public sealed class LinkTests
{
    private static readonly Regex Link = new(@"\[[^\]\n]*\]\(<?([^)>\s]+)>?(?:\s+""[^""]*"")?\)");

    private static readonly Regex Code = new(@"^(```|~~~).*?^\1|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline);

    private static readonly Regex Heading = new(@"^#{1,6}\s+(.+?)\s*#*$", RegexOptions.Multiline);

    private static IReadOnlyList<(SourceFile Page, string Target)> Links { get; } =
    [
        .. from page in Repository.TextFiles
           where page.Extension == ".md"
           from match in Link.Matches(Code.Replace(page.Text, "`code`"))
           let target = match.Groups[1].Value
           where !Regex.IsMatch(target, "^[a-z][a-z0-9+.-]*:")
           select (page, target),
    ];

    [Fact]
    public void Every_relative_link_of_the_documentation_leads_somewhere()
    {
        Assert.NotEmpty(Links);
        Repository.AssertNone(
            Links.Where(link => !Leads(link.Page, link.Target)).Select(link => $"{link.Page.Path}: {link.Target}"),
            "A link that leads nowhere.");
    }

    private static bool Leads(SourceFile page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0
            ? page.Path
            : Path.GetRelativePath(Repository.Root, Path.GetFullPath(
                Path.Combine(Repository.Root, Path.GetDirectoryName(page.Path) ?? "", Uri.UnescapeDataString(parts[0]))));
        if (!Repository.Has(path))
            return false;
        return parts.Length == 1 || !path.EndsWith(".md", StringComparison.Ordinal) || Anchors(path).Contains(parts[1]);
    }

    /// <summary>A heading's anchor as the usual hosts make it: lower case, hyphens for blanks, no punctuation.</summary>
    private static IEnumerable<string> Anchors(string path) =>
        from match in Heading.Matches(File.ReadAllText(Path.Combine(Repository.Root, path)))
        let words = Regex.Replace(match.Groups[1].Value.ToLowerInvariant(), @"[^\w\- ]", "")
        select words.Replace(' ', '-');
}
