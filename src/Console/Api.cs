using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using CgLicense.Console.SignIn;
using CgLicense.Protocol;

namespace CgLicense.Console;

/// <summary>The server's public endpoints, as any program could call them; the browser adds the cookie.</summary>
public sealed class Api(HttpClient http, Person person)
{
    // "Only what is present changes": what has no value is left out.
    private static readonly ProtocolJson Wire = new(
        new JsonSerializerOptions(ProtocolJson.Wire.Options) { TypeInfoResolver = null, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });

    /// <summary>The answer, or why there is none.</summary>
    /// <param name="path">Such as <c>/listLicenses</c>.</param>
    /// <param name="request">One of Protocol's requests.</param>
    public async Task<Reply<TAnswer>> Post<TAnswer>(string path, object request, CancellationToken stop = default)
        where TAnswer : class
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, Wire.GetTypeInfo(request.GetType())!)),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add("X-CgLicense-Console", "1");
        try
        {
            using var response = await http.SendAsync(message, stop);
            var body = await response.Content.ReadAsByteArrayAsync(stop);
            if (response.IsSuccessStatusCode)
                return new((TAnswer?)JsonSerializer.Deserialize(body, Wire.GetTypeInfo(typeof(TAnswer))!), null);
            var failure = JsonSerializer.Deserialize(body, Wire.Failure);
            if (failure?.Code == ErrorCodes.Unauthorized && path != "/signIn")
                await person.Ask(this);
            return new(null, failure?.Error ?? $"The server answered {(int)response.StatusCode}.");
        }
        catch (HttpRequestException)
        {
            return new(null, "The server cannot be reached. Check your connection and try again.");
        }
        catch (JsonException)
        {
            return new(null, "The server's answer could not be read. A proxy may stand in between; reload the page.");
        }
    }
}

/// <summary>What came of a call.</summary>
/// <param name="Problem">A sentence for the person at the screen.</param>
public sealed record Reply<TAnswer>(TAnswer? Answer, string? Problem)
    where TAnswer : class;
