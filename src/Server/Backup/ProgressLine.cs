namespace CgLicense.Server.Backup;

/// <summary>What a long command is doing: one line that is rewritten on a terminal, a line per step where nobody watches.</summary>
internal sealed class ProgressLine(TextWriter to, bool isTerminal)
{
    private int width;

    public static ProgressLine OnConsole() => new(Console.Out, !Console.IsOutputRedirected);

    public static ProgressLine Silent() => new(TextWriter.Null, isTerminal: false);

    /// <summary>A step of the work; on a terminal the next one takes its place.</summary>
    public void Step(string text)
    {
        if (!isTerminal)
        {
            to.WriteLine(text);
            return;
        }

        to.Write("\r" + text.PadRight(width));
        width = text.Length;
    }

    /// <summary>Something that stays.</summary>
    public void Say(string text)
    {
        if (width > 0)
            to.Write("\r" + new string(' ', width) + "\r");
        width = 0;
        to.WriteLine(text);
    }
}
