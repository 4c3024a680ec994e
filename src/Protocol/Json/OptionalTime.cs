using System.Text.Json;
using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>A time field that tells "left out" from "null": the one clears nothing, the other clears the value.</summary>
[JsonConverter(typeof(OptionalTimeConverter))]
public readonly struct OptionalTime(DateTimeOffset? value) : IEquatable<OptionalTime>
{
    public bool IsGiven { get; } = true;
    public DateTimeOffset? Value { get; } = value;

    public bool Equals(OptionalTime other) => IsGiven == other.IsGiven && Value == other.Value;
    public override bool Equals(object? obj) => obj is OptionalTime other && Equals(other);
    public override int GetHashCode() => IsGiven ? Value.GetHashCode() ^ 1 : 0;
    public static bool operator ==(OptionalTime left, OptionalTime right) => left.Equals(right);
    public static bool operator !=(OptionalTime left, OptionalTime right) => !left.Equals(right);
}

internal sealed class OptionalTimeConverter : JsonConverter<OptionalTime>
{
    public override bool HandleNull => true;

    public override OptionalTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.TokenType == JsonTokenType.Null ? null : UtcTimeConverter.Parse(ref reader));

    public override void Write(Utf8JsonWriter writer, OptionalTime value, JsonSerializerOptions options)
    {
        if (value.Value is { } time)
            writer.WriteStringValue(UtcTimeConverter.Format(time));
        else
            writer.WriteNullValue();
    }
}
