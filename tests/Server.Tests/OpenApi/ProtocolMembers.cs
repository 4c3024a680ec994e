using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CgLicense.Protocol;

namespace CgLicense.Server.Tests.OpenApi;

/// <summary>What a type of the protocol holds, found by reflection: another road than the one the document took.</summary>
internal static class ProtocolMembers
{
    /// <param name="schema">The name of a schema; of a request it is the route's, not always the type's.</param>
    public static IReadOnlyList<string> Of(string schema)
    {
        var types = typeof(ProtocolJson).Assembly.GetTypes().Where(type => type.IsPublic).ToList();
        var type = types.FirstOrDefault(type => type.Name == schema)
            // /createVariant and /updateVariant read one type.
            ?? types.Single(type => type.Name.EndsWith("Request", StringComparison.Ordinal) && schema.EndsWith(type.Name, StringComparison.Ordinal));
        return
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition != JsonIgnoreCondition.Always)
                .Select(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
        ];
    }
}
