using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CgLicense.Bench;

/// <summary>One figure beside its limit.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Figure">The figure, with its unit.</param>
/// <param name="Limit">What it is held against, measured in the same run.</param>
/// <param name="Ratio">Figure to limit; null where the bar is a plain number.</param>
/// <param name="Bar">What it should be.</param>
/// <param name="IsMet">Null where nothing was promised.</param>
internal sealed record Row(string What, string Figure, string Limit, double? Ratio, string Bar, bool? IsMet)
{
    /// <summary>For programs: rate, percentiles and failures, where the figure is a load.</summary>
    public Load? Measured { get; init; }

    /// <summary>The ratio is a cost: less is better.</summary>
    public bool IsCost { get; init; }

    /// <summary>The same of the limit.</summary>
    public Load? MeasuredLimit { get; init; }
}

/// <summary>Shows each row as it comes, and writes all of them as Markdown and JSON.</summary>
internal sealed class Report(string title, string machine)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Row> rows = [];

    public void Add(Row row)
    {
        rows.Add(row);
        Console.WriteLine($"  {row.What}: {row.Figure}; limit {row.Limit}; {Share(row.Ratio)} (bar {row.Bar}{Verdict(row.IsMet)})");
    }

    /// <summary>Runs one part; one that fails says why in the table, and the others go on.</summary>
    public async Task Part(string name, Func<Report, Task> part)
    {
        Console.WriteLine(name);
        try
        {
            await part(this);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or System.Data.Common.DbException or System.ComponentModel.Win32Exception or HttpRequestException or TimeoutException)
        {
            Add(new Row(name, "not measured: " + e.Message.Split('\n')[0], "–", null, "–", false));
        }
    }

    public async Task Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var text = new StringBuilder($"# {title}\n\n{machine}\n\n| measured | figure | limit of the same run | ratio | | bar | met |\n|---|---|---|---|---|---|---|\n");
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"| {row.What} | {row.Figure} | {row.Limit} | {Share(row.Ratio)} | {Bar(row.Ratio)} | {row.Bar} | {Word(row.IsMet)} |\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "report.md"), text.ToString());
        await using var json = File.Create(Path.Combine(folder, "report.json"));
        await JsonSerializer.SerializeAsync(json, new { title, machine, rows }, Json);
        Console.WriteLine($"Written: {Path.Combine(folder, "report.md")}");
    }

    /// <summary>Says which ratios fell by more than a quarter (costs: rose by a third) against those that were kept; a report, never a failure.</summary>
    public void Compare(string file)
    {
        Console.WriteLine("Beside the kept ratios:");
        foreach (var kept in JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateObject())
        {
            var row = rows.Find(row => row.What == kept.Name);
            var (before, now) = (kept.Value.GetDouble(), row?.Ratio);
            var change = (row?.IsCost == true ? before / now : now / before) - 1;
            var word = change is null ? "GONE" : change < -0.25 ? "FELL" : "    ";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {word} {kept.Name}: {(now is null ? "not measured" : $"{now:0.00}")}, kept {before:0.00} {change:(+0%);(-0%)}"));
        }
    }

    private static string Share(double? ratio) => ratio is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) : "–";

    private static string Bar(double? ratio) => ratio is { } value ? new string('█', Math.Clamp((int)Math.Round(value * 20), 0, 40)) : "";

    private static string Verdict(bool? met) => met is { } value ? value ? ", met" : ", NOT met" : "";

    private static string Word(bool? met) => met is { } value ? value ? "yes" : "**no**" : "";
}
