using System.Text;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CgLicense.Cli.Output;

/// <summary>
/// Where a command speaks. Results go to standard output, as text or, with <c>--json</c>, as one JSON document;
/// sentences about failures go to standard error, so that a pipe never swallows them.
/// </summary>
internal sealed class Terminal
{
    private readonly IAnsiConsole output;
    private readonly IAnsiConsole complaints;
    private readonly bool isColoured;
    private readonly TimeProvider clock;

    private Terminal(bool json, IAnsiConsole output, IAnsiConsole complaints, bool isColoured, TimeProvider clock)
    {
        IsJson = json;
        this.output = output;
        this.complaints = complaints;
        this.isColoured = isColoured;
        this.clock = clock;
    }

    public bool IsJson { get; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public static Terminal OfThisProcess(bool json, TimeProvider clock)
    {
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = Encoding.UTF8;
        var wantsColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var isColoured = wantsColour && !Console.IsOutputRedirected;
        return new Terminal(
            json,
            Open(Console.Out, isColoured, Console.IsOutputRedirected),
            Open(Console.Error, wantsColour && !Console.IsErrorRedirected, Console.IsErrorRedirected),
            isColoured,
            clock);
    }

    /// <summary>A line of markup.</summary>
    public void Say(string markup) => output.MarkupLine(markup);

    /// <summary>Text exactly as it is: JSON, a completion script.</summary>
    public static void Print(string text) => Console.Out.WriteLine(text);

    public void Warn(string text) => complaints.MarkupLine($"[yellow]Warning:[/] {Wording.Text(text)}");

    /// <summary>Says on standard error what happened and what to do now.</summary>
    public void Complain(string what, string? whatNow)
    {
        complaints.MarkupLine($"[red]Error:[/] {Wording.Text(what)}");
        if (whatNow is not null)
            complaints.MarkupLine(Wording.Text(whatNow));
    }

    /// <summary>Reports a refusal; the answer is the exit code.</summary>
    /// <param name="error">What happened and why.</param>
    /// <param name="whatNow">What to do about it, or null when the error says so itself.</param>
    /// <param name="json">The failure as the server wrote it; null makes one of the same form.</param>
    public int Fail(LicenseError error, string? whatNow, string? json = null)
    {
        if (IsJson)
            Print(json ?? JsonSerializer.Serialize(Failure.Of(error, answersValid: false), ProtocolJson.Wire.Failure));
        Complain(error.Message, whatNow);
        return ExitCode.Of(error);
    }

    /// <summary>Rows under headings; the cells are markup.</summary>
    /// <param name="none">What to say when there are no rows.</param>
    public void Rows(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows, string none)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            Say(Wording.Faint(none));
        else
            Write(Listing.Lay(headings, all, isColoured, output.Profile.Width));
    }

    /// <summary>Names and values, one per line; a null value is left out.</summary>
    public void Facts(params IEnumerable<(string Name, string? Value)> facts) => Write(Listing.Facts(facts));

    /// <summary>
    /// Long work under a bar, on standard error, so that a pipe gets the result alone; where nobody is looking, without.
    /// The work tells how much of it is done, from 0 to 1.
    /// </summary>
    public async Task<T> Watch<T>(string what, Func<Action<double>, Task<T>> work)
    {
        if (IsJson || !complaints.Profile.Capabilities.Ansi || !complaints.Profile.Capabilities.Interactive)
            return await work(_ => { });
        return await complaints.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async bars =>
            {
                var bar = bars.AddTask(Wording.Text(what), maxValue: 1);
                var result = await work(done => bar.Value = done);
                bar.Value = 1;
                return result;
            });
    }

    private void Write(IRenderable what)
    {
        if (isColoured)
        {
            output.Write(what);
            return;
        }

        // Rows are padded for their borders; without borders that is only blanks at line ends.
        var text = new StringWriter();
        var plain = Open(text, isColoured: false, isRedirected: true);
        plain.Profile.Width = output.Profile.Width;
        plain.Write(what);
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
            Print(line.TrimEnd());
    }

    private static IAnsiConsole Open(TextWriter writer, bool isColoured, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isColoured ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isColoured ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            // What a bar needs to be drawn in place; nothing here asks questions.
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Yes,
        });
        // A program that reads the lines gets them whole, however wide.
        if (isRedirected)
            console.Profile.Width = 1000;
        return console;
    }
}
