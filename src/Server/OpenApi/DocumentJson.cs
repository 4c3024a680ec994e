using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CgLicense.Server.OpenApi;

/// <summary>Writes the document without reflection.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class DocumentJson : JsonSerializerContext;
