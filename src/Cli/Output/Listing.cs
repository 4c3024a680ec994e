using Spectre.Console;
using Spectre.Console.Rendering;

namespace CgLicense.Cli.Output;

/// <summary>How rows are laid out. All texts are markup.</summary>
internal static class Listing
{
    /// <summary>A blank on both sides of a cell, and its border.</summary>
    private const int BorderedCell = 3;

    /// <summary>
    /// A table; where the terminal is too narrow for it, a paragraph per row: a key broken over lines cannot be copied.
    /// </summary>
    public static IRenderable Lay(
        IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows, bool isColoured, int width)
    {
        if (isColoured && Width(headings, rows) > width)
            return new Rows(rows.Select(row => Paragraph(headings, row)));
        var table = new Table { Border = isColoured ? TableBorder.Rounded : TableBorder.None };
        foreach (var heading in headings)
            table.AddColumn(new TableColumn($"[bold]{heading}[/]") { Padding = isColoured ? new Padding(1, 0) : new Padding(0, 0, 2, 0) });
        foreach (var row in rows)
            table.AddRow([.. row]);
        return table;
    }

    /// <summary>Names and values, one per line; a null value is left out.</summary>
    public static Grid Facts(IEnumerable<(string Name, string? Value)> facts)
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        foreach (var (name, value) in facts)
        {
            if (value is not null)
                grid.AddRow(Wording.Faint(name), value);
        }

        return grid;
    }

    private static Rows Paragraph(IReadOnlyList<string> headings, IReadOnlyList<string> row) => new(
        new Markup($"[bold]{row[0]}[/]"),
        new Padder(Facts(headings.Zip(row, (name, value) => (name, (string?)value)).Skip(1)), new Padding(2, 0, 0, 1)));

    private static int Width(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows) =>
        1 + Enumerable.Range(0, headings.Count).Sum(column =>
            BorderedCell + rows.Select(row => Markup.Remove(row[column]).Length).Append(headings[column].Length).Max());
}
