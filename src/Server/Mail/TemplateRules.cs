using System.Net;
using System.Text;

namespace CgLicense.Server.Mail;

/// <summary>A mail's wording, with <c>{{names}}</c> where its facts go.</summary>
/// <param name="Html">Null: made from the text.</param>
internal sealed record MailTemplate(string Subject, string Body, string? Html);

/// <summary>
/// Puts facts into a wording. Not a language: a name in double braces, and a line that names an empty fact is left out, so
/// that one wording serves products with and without a download page.
/// </summary>
internal static class TemplateRules
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "license_key", "product", "variant", "expires", "max_machines", "email", "from_name", "support_email", "download_url",
        "renew_url", "portal_url", "suspends", "sign_in_url", "sign_in_code",
    ];

    /// <summary>The first name that stands for nothing, or an opening without an end; null for a good wording.</summary>
    public static string? Unknown(string wording)
    {
        for (var open = wording.IndexOf("{{", StringComparison.Ordinal); open >= 0; open = wording.IndexOf("{{", open + 2, StringComparison.Ordinal))
        {
            var close = wording.IndexOf("}}", open, StringComparison.Ordinal);
            var name = close < 0 ? wording[(open + 2)..] : wording[(open + 2)..close];
            if (close < 0 || !Names.Contains(name.Trim()))
                return name;
        }

        return null;
    }

    public static string Text(string wording, IReadOnlyDictionary<string, string> facts) => Fill(wording, facts, value => value);

    public static string Html(string wording, IReadOnlyDictionary<string, string> facts) => Fill(wording, facts, WebUtility.HtmlEncode);

    /// <summary>One line, whatever the facts hold: a line break in a header would begin a header of the sender's choice.</summary>
    public static string Header(string wording, IReadOnlyDictionary<string, string> facts) =>
        new([.. Fill(wording, facts, value => value).Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter)]);

    /// <summary>The plain text as HTML: paragraphs, and addresses that can be clicked.</summary>
    public static string HtmlOf(string text)
    {
        var html = new StringBuilder("<!doctype html><html><body style=\"font-family:sans-serif\">\n");
        foreach (var paragraph in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            html.Append("<p>").AppendJoin("<br>\n", paragraph.Split('\n').Select(HtmlLine)).Append("</p>\n");
        return html.Append("</body></html>\n").ToString();
    }

    private static string HtmlLine(string line) => string.Join(' ', line.Split(' ').Select(word =>
        Uri.TryCreate(word, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            ? $"<a href=\"{WebUtility.HtmlEncode(word)}\">{WebUtility.HtmlEncode(word)}</a>"
            : WebUtility.HtmlEncode(word)));

    private static string Fill(string wording, IReadOnlyDictionary<string, string> facts, Func<string, string> write)
    {
        var lines = wording.ReplaceLineEndings("\n").Split('\n').Select(line => Line(line, facts, write)).OfType<string>();
        return string.Join('\n', lines);
    }

    // From left to right and once: what a fact holds is never read as a name again.
    private static string? Line(string line, IReadOnlyDictionary<string, string> facts, Func<string, string> write)
    {
        var text = new StringBuilder();
        var at = 0;
        for (var open = line.IndexOf("{{", StringComparison.Ordinal); open >= 0; open = line.IndexOf("{{", at, StringComparison.Ordinal))
        {
            var close = line.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
                break;
            if (facts.GetValueOrDefault(line[(open + 2)..close].Trim()) is not { Length: > 0 } fact)
                return null;
            text.Append(line, at, open - at).Append(write(fact));
            at = close + 2;
        }

        return text.Append(line, at, line.Length - at).ToString();
    }
}
