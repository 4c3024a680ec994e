using System.Text;

namespace CgLicense.Server.Outbox;

/// <summary>Text that a stranger's server answered, made fit for a database, a log and a terminal (CWE-150).</summary>
internal static class ResponseText
{
    /// <summary>Cuts after so many characters, never through one, and shows control characters as blanks.</summary>
    public static string Clean(string text, int longest)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > longest)
                break;
            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return clean.ToString();
    }
}
