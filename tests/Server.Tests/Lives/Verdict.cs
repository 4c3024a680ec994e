using System.Text.Json;

namespace CgLicense.Server.Tests.Lives;

/// <summary>What the model foretells of an answer: the refusal's code, or none, and members with their values.</summary>
internal sealed record Verdict(string? Code, params (string Member, object? Value)[] Says)
{
    public static Verdict Ok(params (string Member, object? Value)[] says) => new(null, says);

    public void Holds(Answer answer)
    {
        if (Code is null)
            answer.Ok();
        else
            Assert.Equal(Code, answer.Status == 200 ? "a success" : answer.String("code"));
        AssertSays(answer.Body, Says);
        // A refusal says nothing beyond what was foretold.
        if (Code is not null)
            Assert.Equal(Says.Length + 3, answer.Body.EnumerateObject().Count());
    }

    public static void AssertSays(JsonElement body, IEnumerable<(string Member, object? Value)> says)
    {
        foreach (var (member, value) in says)
            Assert.True(Text(value) == Given(body, member), $"{member} is {Given(body, member)} where {Text(value)} was due: {body}");
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static string Given(JsonElement body, string member) => body.TryGetProperty(member, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.Null => "null",
            JsonValueKind.String => value.GetString()!,
            _ => value.GetRawText(),
        }
        : "null";
}
