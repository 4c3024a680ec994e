using System.CommandLine;

namespace CgLicense.Cli;

/// <summary>A command whose help ends with lines to copy.</summary>
internal class ExampleCommand : Command
{
    public ExampleCommand(string name, string description, IReadOnlyList<string> examples, params IEnumerable<Symbol> parameters)
        : base(name, description)
    {
        Examples = examples;
        foreach (var parameter in parameters)
        {
            if (parameter is Argument argument)
                Add(argument);
            else
                Add((Option)parameter);
        }
    }

    public IReadOnlyList<string> Examples { get; }
}
