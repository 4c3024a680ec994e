using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CgLicense.Server.Pages;

/// <summary>
/// Markup. What is put into it is encoded unless it is markup itself, so that no page can forget to: cross-site scripting
/// needs a value that reaches the page as markup, and there is no way to write one.
/// </summary>
internal readonly struct Html
{
    private readonly string? markup;

    private Html(string markup) => this.markup = markup;

    public static Html None => default;

    /// <summary>Markup with values in it: <c>Html.Of($"&lt;td&gt;{hostname}&lt;/td&gt;")</c>.</summary>
    public static Html Of(HtmlText text) => new(text.Written());

    public static Html Each<T>(IEnumerable<T> items, Func<T, Html> markup) => new(string.Concat(items.Select(item => markup(item).ToString())));

    public override string ToString() => markup ?? "";
}

/// <summary>Takes an interpolated string apart: literals are markup, everything between braces is text.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlText(int literalLength, int formattedCount)
{
    // Letters of all languages stay readable in the source; what has a meaning in markup is encoded in every block.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder written = new(literalLength + formattedCount * 16);

    public void AppendLiteral(string literal) => written.Append(literal);

    public void AppendFormatted(Html markup) => written.Append(markup.ToString());

    public void AppendFormatted(string? text) => written.Append(text is null ? "" : Encoder.Encode(text));

    public void AppendFormatted(long number) => written.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The day in UTC, in the one spelling that no country reads the wrong way round.</summary>
    public void AppendFormatted(DateTimeOffset time) =>
        written.Append(time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public string Written() => written.ToString();
}
