using System.CommandLine;
using CgLicense.Cli.Output;

namespace CgLicense.Rules.Tests.Cli;

public sealed class UsageRulesTests
{
    private static readonly RootCommand Root = new()
    {
        new Command("license") { new Command("show") { new Argument<string>("KEY"), new Option<int>("--days") } },
    };

    [Fact]
    public void A_line_that_can_be_run_is_no_problem() => Assert.Null(UsageRules.Problem(Root.Parse("license show KEY --days 3")));

    [Fact]
    public void Of_an_unknown_option_the_value_is_not_repeated_because_it_may_be_a_secret() => Assert.Equal(
        new UsageProblem("'--admin-secrt' is not something 'cglicense license show' knows.", "See 'cglicense license show --help'."),
        UsageRules.Problem(Root.Parse("license show KEY --admin-secrt=hunter2")));

    [Fact]
    public void Of_several_problems_the_first_is_told() => Assert.Equal(
        "'--one' is not something 'cglicense license show' knows.", UsageRules.Problem(Root.Parse("license show KEY --one --two"))!.What);

    [Fact]
    public void A_missing_argument_is_told_in_the_parsers_words()
    {
        var parsed = Root.Parse("license show");
        Assert.Equal(new UsageProblem(parsed.Errors[0].Message, "See 'cglicense license show --help'."), UsageRules.Problem(parsed));
    }

    [Fact]
    public void A_problem_of_the_root_names_the_program_alone() => Assert.Equal(
        new UsageProblem("'lisense' is not something 'cglicense' knows.", "See 'cglicense --help'."), UsageRules.Problem(Root.Parse("lisense")));
}
