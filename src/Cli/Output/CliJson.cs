using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CgLicense.Cli.Commands;
using CgLicense.Cli.Simulation;
using CgLicense.Cli.Transfer;

namespace CgLicense.Cli.Output;

/// <summary>The JSON of the few answers that are the command line's own, in the dialect of the wire.</summary>
[JsonSerializable(typeof(MachineReport))]
[JsonSerializable(typeof(MachineFingerprint))]
[JsonSerializable(typeof(ServerReport))]
[JsonSerializable(typeof(KeysReport))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
[JsonSerializable(typeof(IReadOnlyList<SimulatedDay>))]
internal sealed partial class CliJson : JsonSerializerContext
{
    public static CliJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
