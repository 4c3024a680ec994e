using System.Globalization;
using System.Text;
using CgLicense.TestServer;

namespace CgLicense.Server.Tests.Faults;

/// <summary>What was done to the servers and what came of it, as people read it: artifacts/faults.md.</summary>
internal sealed class FaultTable
{
    private readonly StringBuilder rows = new(
        "| fault | injected how | requests in flight | answered | lost | exceeded | seconds without any answer |\n|---|---|---|---|---|---|---|\n");

    public void Add(string fault, string how, int inFlight, int answered, TimeSpan pause) => rows.AppendLine(
        CultureInfo.InvariantCulture, $"| {fault} | {how} | {inFlight} | {answered} | 0 | 0 | {pause.TotalSeconds:0.0} |");

    /// <summary>A sentence below the table.</summary>
    public void Say(string sentence) => rows.Append('\n').AppendLine(sentence);

    public async Task Write(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RepositoryRoot.Path, "artifacts"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), rows.ToString());
        TestContext.Current.TestOutputHelper!.WriteLine(rows.ToString());
    }
}
