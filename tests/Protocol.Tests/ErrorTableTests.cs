using System.Reflection;
using System.Text.RegularExpressions;

namespace CgLicense.Protocol.Tests;

/// <summary><c>contract/errors.json</c> and <see cref="LicenseError"/> are one table in two forms.</summary>
public sealed class ErrorTableTests
{
    private static IReadOnlyList<Row> Table { get; } = Contract.Rows<Row>("errors.json");

    private static IReadOnlyList<string> Codes { get; } =
        [.. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>Every refusal the type can make; its factories get a number or a text that the table's placeholder stands for.</summary>
    private static IReadOnlyList<LicenseError> Refusals { get; } =
    [
        .. typeof(LicenseError).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => (LicenseError)property.GetValue(null)!),
        .. typeof(LicenseError).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => !method.IsSpecialName && method.ReturnType == typeof(LicenseError))
            .Select(method => (LicenseError)method.Invoke(null, [.. method.GetParameters().Select(Argument)])!),
    ];

    [Fact]
    public void Every_code_has_a_row_and_every_row_a_code() =>
        Assert.Equal(Codes.Order(), Table.Select(row => row.Code).Distinct().Order());

    [Fact]
    public void Every_refusal_of_the_type_is_a_row()
    {
        Assert.True(Refusals.Count > 15);
        Assert.All(Refusals, refusal => Assert.Contains(Table, row => row.Describes(refusal)));
    }

    [Fact]
    public void Every_row_with_a_status_and_fixed_text_is_a_refusal_of_the_type()
    {
        var rows = Table.Where(row => row.Http > 0 && !row.IsFreeText).ToList();
        Assert.True(rows.Count > 10);
        Assert.All(rows, row => Assert.Contains(Refusals, row.Describes));
    }

    [Fact]
    public void A_code_belongs_to_one_exception_class_of_each_language()
    {
        foreach (var rows in Table.GroupBy(row => row.Code))
        {
            Assert.Single(rows.Select(row => row.SdkClass).Distinct());
            Assert.Single(rows.Select(row => row.DotnetClass).Distinct());
        }
    }

    [Fact]
    public void Exception_classes_pair_up_across_the_languages() => Assert.All(Table, row => Assert.Equal(
        row.SdkClass == "NetworkError" ? "LicenseNetworkException" : Regex.Replace(row.SdkClass, "Error$", "Exception"),
        row.DotnetClass));

    [Fact]
    public void Every_row_says_when_it_happens_and_what_to_do_now() => Assert.All(Table, row =>
    {
        Assert.EndsWith(".", row.When, StringComparison.Ordinal);
        Assert.EndsWith(".", row.DoNow, StringComparison.Ordinal);
    });

    [Theory, InlineData(true), InlineData(false)]
    public void A_refusal_survives_the_wire(bool answersValid) => Assert.All(Refusals, refusal =>
    {
        var failure = Failure.Of(refusal, answersValid);
        Assert.Equal((answersValid ? null : false, answersValid ? false : null), (failure.Success, failure.Valid));
        Assert.Equal(refusal, failure.ToError(refusal.HttpStatus));
    });

    [Fact]
    public void A_body_without_code_or_text_is_no_refusal_of_ours()
    {
        Assert.Null(new Failure { Error = "Bad gateway" }.ToError(502));
        Assert.Null(new Failure { Code = "revoked" }.ToError(403));
    }

    private static object Argument(ParameterInfo parameter) => parameter.ParameterType == typeof(string) ? "Some thing" : 3L;

    internal sealed record Row(string Code, int Http, string Text, string SdkClass, string DotnetClass, string When, string DoNow)
    {
        /// <summary>Nothing but a placeholder, or placeholders that stand for more than numbers.</summary>
        public bool IsFreeText => Regex.IsMatch(Text, @"\{(?!N\})");

        public bool Describes(LicenseError error) => error.Code == Code && error.HttpStatus == Http && Regex.IsMatch(
            error.Message, "^" + Regex.Replace(Regex.Escape(Text), @"\\\{(\w+)}", hole => hole.Groups[1].Value == "N" ? "[0-9]+" : ".+") + "$");
    }
}
