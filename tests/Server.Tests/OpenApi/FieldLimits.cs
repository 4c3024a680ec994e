using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CgLicense.Server.Tests.OpenApi;

/// <summary>Values just within and just beyond what a field's schema allows.</summary>
internal static class FieldLimits
{
    private const long Unlimited = -1;

    public static IEnumerable<JsonNode> Beyond(JsonNode schema)
    {
        if (schema["enum"] is not null)
            yield return "no-such-word";
        if (schema["minimum"] is { } least)
            yield return (long)least - 1;
        if (schema["not"]?["const"] is { } hole)
            yield return (long)hole;
        if (schema["maximum"] is { } most)
            yield return (long)most + 1;
        if (schema["maxLength"] is { } longest)
            yield return Text((int)longest + 1);
        if (schema["maxItems"] is { } rows)
            yield return Rows((int)rows + 1);
        // A list that is needed and empty is a missing field.
        if (schema["minItems"] is not null && schema["type"] is JsonArray)
            yield return new JsonArray();
        if (schema["items"]?["enum"] is not null || schema["items"]?["pattern"] is not null)
            yield return new JsonArray("no such word");
        if ((string?)schema["pattern"] is { } pattern)
            yield return Regex.IsMatch("#", pattern) ? "two words" : "#";
        if (Is(schema, "boolean") || Is(schema, "integer"))
            yield return "text";
        if (Is(schema, "string") || Is(schema, "array"))
            yield return 7;
    }

    /// <summary>There, and nothing in it.</summary>
    public static JsonNode? Empty(JsonNode schema) => Is(schema, "string") ? " " : Is(schema, "array") ? new JsonArray() : null;

    public static IEnumerable<JsonNode?> Within(JsonNode schema)
    {
        if (schema["type"] is JsonArray)
            yield return null;
        foreach (var word in schema["enum"]?.AsArray() ?? [])
            yield return word;
        if (schema["minimum"] is { } least)
            yield return (long)least;
        if (schema["not"] is not null)
            yield return 1;
        if (Is(schema, "integer"))
            yield return schema["maximum"] is { } most ? (long)most : long.MaxValue;
        if (schema["maxLength"] is { } longest && Regex.IsMatch(Text((int)longest), (string?)schema["pattern"] ?? ""))
            yield return Text((int)longest);
        foreach (var word in schema["items"]?["enum"]?.AsArray() ?? [])
            yield return new JsonArray(word!.DeepClone());
        // Words that must mean something cannot be made up here.
        if (Is(schema, "array") && schema["items"]!["enum"] is null && schema["items"]!["pattern"] is null)
            yield return Rows((int?)schema["maxItems"] ?? 300);
    }

    /// <summary>Something that is allowed and is not the default.</summary>
    public static JsonNode Another(JsonNode schema) => schema["default"] switch
    {
        JsonValue value when value.TryGetValue<bool>(out var flag) => !flag,
        JsonValue value when value.TryGetValue<long>(out var number) => number == Unlimited ? 1 : number + 1,
        var text when schema["enum"] is JsonArray words => words.First(word => (string?)word != (string)text!)!.DeepClone(),
        var text => text + "-other",
    };

    public static string Short(JsonNode? value) => value?.ToJsonString() is not { } text ? "null" : text.Length < 60 ? text : $"{text[..20]}… ({text.Length} characters)";

    private static bool Is(JsonNode schema, string type) => schema["type"] switch
    {
        JsonArray types => types.Any(each => (string?)each == type),
        var only => (string?)only == type,
    };

    /// <summary>With an @ in it, so that it could be an e-mail address.</summary>
    private static string Text(int length) => "a@" + new string('x', length - 2);

    private static JsonArray Rows(int count) => new([.. Enumerable.Range(0, count).Select(i => (JsonNode)$"word-{i}")]);
}
