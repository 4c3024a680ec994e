using System.Net.Http.Headers;
using System.Text.Json;

namespace CgLicense.Server.Tests.Harness;

/// <summary>An answer, with the questions that tests ask about it.</summary>
internal sealed record Answer(int Status, string Path, string Text, HttpResponseHeaders Headers)
{
    private readonly Lazy<JsonElement> body = new(() => JsonDocument.Parse(Text).RootElement);

    public JsonElement Body => body.Value;

    public JsonElement this[string member] => Body.TryGetProperty(member, out var value)
        ? value
        : throw new KeyNotFoundException($"{Path} answered without '{member}': {Text}");

    public static async Task<Answer> Of(HttpResponseMessage response, string path) =>
        new((int)response.StatusCode, path.Split('?')[0], await response.Content.ReadAsStringAsync(), response.Headers);

    public string? String(string member) => this[member].GetString();

    public long Number(string member) => this[member].GetInt64();

    public bool Flag(string member) => this[member].GetBoolean();

    public DateTimeOffset Time(string member) => this[member].GetDateTimeOffset();

    /// <summary>It succeeded, in status and in envelope.</summary>
    public Answer Ok()
    {
        Assert.True(Status == 200 && Flag(EnvelopeOf(Path)), $"{Path} answered {Status}: {Text}");
        return this;
    }

    /// <summary>Status, code, text and envelope are exactly the refusal's, with no member beside them.</summary>
    public Answer Is(Refusal refusal)
    {
        Assert.True(Status == refusal.Status, $"{Path} answered {Status} where {refusal.Status} was due: {Text}");
        Assert.Equal((refusal.Code, refusal.Text), (String("code"), String("error")));
        Assert.False(Flag(EnvelopeOf(Path)));
        Assert.Equal(
            new[] { EnvelopeOf(Path), "error", "code" }.Concat(refusal.Extras).Order(),
            Body.EnumerateObject().Select(member => member.Name).Order());
        return this;
    }

    private static string EnvelopeOf(string path) => path is "/verify" or "/validate" ? "valid" : "success";
}
