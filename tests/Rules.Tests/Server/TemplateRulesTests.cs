using CgLicense.Protocol;
using CgLicense.Server.Mail;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class TemplateRulesTests
{
    private static readonly Dictionary<string, string> Given = new()
    {
        ["product"] = "Rock & Roll <3", ["license_key"] = "CGL-1", ["download_url"] = "", ["email"] = "ann@studio.example\r\nBcc: all@studio.example",
        ["from_name"] = "{{license_key}}",
    };

    [Theory]
    [InlineData("Hello {{product}}", "Hello Rock & Roll <3")]
    [InlineData("{{ product }}: {{license_key}}", "Rock & Roll <3: CGL-1")]
    [InlineData("a\nGet it: {{download_url}}\nb", "a\nb")]
    [InlineData("a\r\n{{nothing}}\r\nb", "a\nb")]
    [InlineData("{{product", "{{product")]
    [InlineData("by {{from_name}}", "by {{license_key}}")]
    public void Names_become_facts_and_a_line_without_its_fact_is_left_out(string wording, string text) =>
        Assert.Equal(text, TemplateRules.Text(wording, Given));

    [Fact]
    public void Facts_are_escaped_in_HTML_and_the_wording_is_not() =>
        Assert.Equal("<b>Rock &amp; Roll &lt;3</b>", TemplateRules.Html("<b>{{product}}</b>", Given));

    [Fact]
    public void A_text_as_HTML_has_paragraphs_and_links_and_nothing_that_a_fact_brought() => Assert.Equal(
        """
        <!doctype html><html><body style="font-family:sans-serif">
        <p>Rock &amp; Roll &lt;3<br>
        at <a href="https://a.example/?b=1&amp;c=2">https://a.example/?b=1&amp;c=2</a></p>
        <p>javascript:alert(1)</p>
        </body></html>

        """.ReplaceLineEndings("\n"),
        TemplateRules.HtmlOf("Rock & Roll <3\nat https://a.example/?b=1&c=2\n\njavascript:alert(1)"));

    [Fact]
    public void Nothing_in_a_fact_begins_a_second_header() => Gen.String.Sample(fact =>
        Assert.DoesNotContain(
            TemplateRules.Header("To {{email}}", new Dictionary<string, string> { ["email"] = "a" + fact }),
            letter => char.IsControl(letter) || letter is '\u2028' or '\u2029'));

    [Theory]
    [InlineData("Hello {{product}}, {{ license_key }}", null)]
    [InlineData("no names {at} all }}", null)]
    [InlineData("Hello {{prodct}}", "prodct")]
    [InlineData("Hello {{product}} {{", "")]
    [InlineData("{{{product}}}", "{product")]
    public void A_name_that_stands_for_nothing_is_found(string wording, string? unknown) => Assert.Equal(unknown, TemplateRules.Unknown(wording));

    [Fact]
    public void Every_default_wording_uses_names_that_exist()
    {
        foreach (var template in MailKind.All.Select(DefaultTemplates.Of))
            Assert.Null(TemplateRules.Unknown(template.Subject + template.Body));
    }
}
