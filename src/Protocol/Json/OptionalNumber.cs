using System.Text.Json;
using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>A whole number that tells "left out" from "null": the one keeps the value, the other clears it.</summary>
[JsonConverter(typeof(OptionalNumberConverter))]
public readonly struct OptionalNumber(long? value) : IEquatable<OptionalNumber>
{
    public bool IsGiven { get; } = true;
    public long? Value { get; } = value;

    /// <summary>What holds after the change.</summary>
    public long? Or(long? old) => IsGiven ? Value : old;

    public bool Equals(OptionalNumber other) => IsGiven == other.IsGiven && Value == other.Value;
    public override bool Equals(object? obj) => obj is OptionalNumber other && Equals(other);
    public override int GetHashCode() => IsGiven ? Value.GetHashCode() ^ 1 : 0;
    public static bool operator ==(OptionalNumber left, OptionalNumber right) => left.Equals(right);
    public static bool operator !=(OptionalNumber left, OptionalNumber right) => !left.Equals(right);
}

internal sealed class OptionalNumberConverter : JsonConverter<OptionalNumber>
{
    public override bool HandleNull => true;

    public override OptionalNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => new(null),
            JsonTokenType.Number when reader.TryGetInt64(out var number) => new(number),
            _ => throw new JsonException("expected a whole number or null"),
        };

    public override void Write(Utf8JsonWriter writer, OptionalNumber value, JsonSerializerOptions options)
    {
        if (value.Value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }
}
