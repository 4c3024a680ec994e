using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace CgLicense.Server.Audit;

/// <summary>What a change made of a record, field by field, as the API shows it: <c>maxMachines 2 → 5</c>.</summary>
/// <param name="Details">Null when nothing changed.</param>
/// <param name="Personal">The same of the fields that can be erased.</param>
internal sealed record WhatChanged(string? Details, string? Personal)
{
    /// <param name="before">As it was.</param>
    /// <param name="after">As it is.</param>
    /// <param name="type">How the API writes it.</param>
    /// <param name="personal">Names of the fields that can tell who a customer is.</param>
    public static WhatChanged Between<T>(T before, T after, JsonTypeInfo<T> type, params IReadOnlyCollection<string> personal)
    {
        var (old, now) = (Fields(before, type), Fields(after, type));
        var changes = old.Select(field => field.Key).Union(now.Select(field => field.Key), StringComparer.Ordinal)
            .Select(name => (Name: name, Old: Text(old[name]), Now: Text(now[name])))
            .Where(field => field.Old != field.Now)
            .ToLookup(field => personal.Contains(field.Name), field => $"{field.Name} {field.Old} → {field.Now}");
        return new(Join(changes[false]), Join(changes[true]));
    }

    private static JsonObject Fields<T>(T record, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(record, type)!.AsObject();

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static string? Join(IEnumerable<string> changes) => string.Join(", ", changes) is { Length: > 0 } all ? all : null;
}
