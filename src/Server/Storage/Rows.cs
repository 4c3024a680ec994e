using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CgLicense.Server.Storage;

/// <summary>How stored values become C# values: the schema's three conventions (ms, 0/1, JSON lists).</summary>
internal static class Rows
{
    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? NumberOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static bool Flag(this DbDataReader row, int column) => row.GetInt64(column) != 0;

    public static DateTimeOffset Time(this DbDataReader row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Time(column);

    public static IReadOnlyList<string> Texts(this DbDataReader row, int column) =>
        row.GetString(column) is "[]" ? [] : JsonSerializer.Deserialize(row.GetString(column), ListJson.Default.ListString)!;

    public static string ToJson(this IEnumerable<string> texts) =>
        JsonSerializer.Serialize([.. texts], ListJson.Default.ListString);
}

[JsonSerializable(typeof(List<string>))]
internal sealed partial class ListJson : JsonSerializerContext;
