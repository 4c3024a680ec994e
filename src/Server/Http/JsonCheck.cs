using System.Text;
using System.Text.Json;
using CgLicense.Protocol;

namespace CgLicense.Server.Http;

/// <summary>
/// What holds for every body before its meaning is looked at: well-formed JSON, an object, no text that is over-long or
/// carries control characters. Such text is never an artist's; it is somebody probing logs, terminals and databases.
/// </summary>
internal static class JsonCheck
{
    public const int LongestText = 2048;

    /// <summary>Of a field that is named in an answer.</summary>
    private const int LongestName = 64;

    /// <summary>Tokens are the one legitimate long text.</summary>
    private const int LongestToken = 16 * 1024;

    public static LicenseError? Refusal(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
        // The field's name, where it is not the plain one.
        var field = default(string);
        var plainField = default(ReadOnlySpan<byte>);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return LicenseError.InvalidRequest("The body must be a JSON object.");
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
                    continue;
                var isName = reader.TokenType == JsonTokenType.PropertyName;
                if (IsPlain(reader))
                {
                    if (isName)
                    {
                        field = null;
                        plainField = reader.ValueSpan;
                    }

                    continue;
                }

                var text = reader.GetString()!;
                if (isName)
                    field = text.Length <= LongestName && !HasControlCharacter(text) ? text : "?";
                if (Problem(field ?? Encoding.ASCII.GetString(plainField), text) is { } problem)
                    return LicenseError.InvalidRequest(problem);
            }

            return null;
        }
        catch (JsonException)
        {
            return LicenseError.InvalidRequest("The body is not well-formed JSON.");
        }
        catch (InvalidOperationException)
        {
            // Invalid UTF-8, or half of a surrogate pair.
            return LicenseError.InvalidRequest("The body contains text that is not valid Unicode.");
        }
    }

    /// <summary>The most characters that a field of this name may have, wherever it stands.</summary>
    public static int LongestOf(string field) => field == "token" ? LongestToken : LongestText;

    public static string? Problem(string field, string text) =>
        text.Length > LongestOf(field) ? $"Field '{field}' is too long."
        : HasControlCharacter(text) ? $"Field '{field}' contains control characters."
        : null;

    /// <summary>Nearly all text is short and ASCII: it need not become a string to be found harmless.</summary>
    private static bool IsPlain(in Utf8JsonReader reader) =>
        !reader.ValueIsEscaped && !reader.ValueSpan.ContainsAnyExceptInRange((byte)' ', (byte)'~')
        && reader.ValueSpan.Length <= (reader.TokenType == JsonTokenType.PropertyName ? LongestName : LongestText);

    private static bool HasControlCharacter(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
                return true;
        }

        return false;
    }
}
